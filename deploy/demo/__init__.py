"""`make demo`: the whole product at work on this machine, every step checked.

```
 __main__ ─► stores     a private folder with PostgreSQL and Redis (or a database of its own beside yours)
          ─► processes  the API and the workers, as an operator starts them
          ─► receiver   a webhook receiver with its own reading of the signature rules
          ─► story      what is said and what must come of it;  disasters: a killed worker, an emptied Redis
```
"""
