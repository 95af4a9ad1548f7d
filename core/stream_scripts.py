"""What Redis does in one go, in Lua, for `core/queue.py`. Commands stay within Redis 6.2."""

ADD = """
for i = 2, #ARGV do redis.call('XADD', KEYS[1], '*', 'kind', ARGV[1], 'id', ARGV[i]) end
return #ARGV - 1
"""
# One command for many entries: making and reading a command each costs the client more than all else about them.

ACK_AND_DELETE = """
local ids = {}
for i = 2, #ARGV do ids[#ids + 1] = ARGV[i] end
local acked = redis.call('XACK', KEYS[1], ARGV[1], unpack(ids))
redis.call('XDEL', KEYS[1], unpack(ids))
return acked
"""

HEADS = """
local now = redis.call('TIME')
local now_ms = now[1] * 1000 + math.floor(now[2] / 1000)
local function state(key)
  if redis.call('EXISTS', key) == 0 then return {now_ms, now_ms, 0, 0} end
  local last, pending = '0-0', 0
  for _, group in ipairs(redis.call('XINFO', 'GROUPS', key)) do
    local fields = {}
    for i = 1, #group, 2 do fields[group[i]] = group[i + 1] end
    if fields['name'] == ARGV[1] then last, pending = fields['last-delivered-id'], fields['pending'] end
  end
  local first = redis.call('XRANGE', key, '(' .. last, '+', 'COUNT', 1)
  local head_ms = now_ms
  if #first > 0 then head_ms = tonumber(string.match(first[1][1], '^(%d+)')) end
  return {head_ms, now_ms, redis.call('XLEN', key), pending}
end
local states = {}
for i = 1, #KEYS do states[i] = state(KEYS[i]) end
return states
"""

TAKE = """
local left, taken, missing = tonumber(ARGV[3]), {}, 0
for i = 1, #KEYS do taken[i] = {} end
local function take(lane, count)
  if count < 1 then return 0 end
  local reply = redis.pcall('XREADGROUP', 'GROUP', ARGV[1], ARGV[2], 'COUNT', count, 'STREAMS', KEYS[lane], '>')
  if not reply then return 0 end
  if reply.err then missing = 1 return 0 end
  local entries = reply[1][2]
  for _, entry in ipairs(entries) do table.insert(taken[lane], entry) end
  left = left - #entries
  return #entries
end
local reserved, first, bulk = tonumber(ARGV[4]), tonumber(ARGV[5]), #KEYS - 1
local asked = left - reserved
local found = take(1, asked)
local lanes = {}
for i = 0, bulk - 1 do lanes[i + 1] = 2 + (first + i) % bulk end
while left > 0 and #lanes > 0 do
  local share, more = math.max(1, math.floor(left / #lanes)), {}
  for _, lane in ipairs(lanes) do
    local count = math.min(share, left)
    if count > 0 and take(lane, count) == count then table.insert(more, lane) end
  end
  lanes = more
end
if found == asked then take(1, left) end
table.insert(taken, missing)
return taken
"""

DROP_CONSUMER = """
local kept = 0
for _, key in ipairs(KEYS) do
  local consumers = redis.pcall('XINFO', 'CONSUMERS', key, ARGV[1])
  if consumers.err then consumers = {} end
  for _, consumer in ipairs(consumers) do
    local fields = {}
    for i = 1, #consumer, 2 do fields[consumer[i]] = consumer[i + 1] end
    if fields['name'] == ARGV[2] then
      if fields['pending'] > 0 then kept = kept + 1
      else redis.call('XGROUP', 'DELCONSUMER', key, ARGV[1], ARGV[2]) end
    end
  end
end
return kept
"""

DROP_IDLE = """
local dropped = {}
for _, key in ipairs(KEYS) do
  local consumers = redis.pcall('XINFO', 'CONSUMERS', key, ARGV[1])
  if consumers.err then consumers = {} end
  for _, consumer in ipairs(consumers) do
    local fields = {}
    for i = 1, #consumer, 2 do fields[consumer[i]] = consumer[i + 1] end
    if fields['pending'] == 0 and fields['idle'] >= tonumber(ARGV[2]) then
      redis.call('XGROUP', 'DELCONSUMER', key, ARGV[1], fields['name'])
      table.insert(dropped, fields['name'])
    end
  end
end
return dropped
"""
