"""活动数据: numbers that are counted of facts as they come, and counted again at night."""
