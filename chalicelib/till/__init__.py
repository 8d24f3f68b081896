"""The till: a clerk's day, the page on their phone, and the door in their menu."""
