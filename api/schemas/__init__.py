"""What bodies look like: one file per resource, same names as the routers."""
