"""货盘: products, their SKUs, prices and stock."""
