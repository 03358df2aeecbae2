-- Gives back what was taken of limits, and has not come back by itself.
-- KEYS the key of each limit
-- ARGV for each limit its kind and what that takes:
--   1 GCRA whose ticks are microseconds: id, cost, mark (ticks): when the last of what was taken will be back
--   2 GCRA of other ticks: id, cost, mark (ticks), a, b (a ticks are b microseconds)
--   3 sliding window: id, permits, mark (Unix microseconds): when they were taken, microseconds of a part, parts
--   4 concurrent permits: the permit's id
--   5 GCRA and sliding window: id, bytes of a record, to forget all that was taken
-- Buckets and their records are those of take.lua; a state of zeros is one of which nothing is taken.
-- Result: of how many limits there was something to give back.
-- Atomic: all of it.
-- GETEX reads as GET does, but counts as writing: a server that has become a replica refuses the call, and answers nothing that is old.
-- Every number is below 2^53, so that arithmetic is exact; Redis is given texts, because it may write large numbers with exponents.

local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local floor = math.floor

local function text(number)
  return string.format('%.0f', number)
end

local function load(bucket, id, width)
  local records = redis.call('GETEX', bucket)
  if not records or #records % width ~= 0 then
    return ''
  end
  local i = string.find(records, id, 1, true)
  while i and i % width ~= 1 do
    i = string.find(records, id, i + 1, true)
  end
  return records, i
end

-- A record of which nothing is taken is over; alone it needs no bucket. The life of a bucket is never shortened.
local function store(bucket, records, i, state)
  if #records == 8 + #state and not string.find(state, '%Z') then
    redis.call('DEL', bucket)
  else
    redis.call('SETRANGE', bucket, text(i + 7), state)
  end
end

local function gcra(key, at, now)
  local cost, mark = tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2])
  local records, i = load(key, ARGV[at], 16)
  local arrival = i and struct.unpack('<d', records, i + 8) or 0
  local back = math.min(cost, mark - now)
  if back <= 0 or arrival <= now then
    return 0
  end
  store(key, records, i, struct.pack('<d', arrival - back <= now and 0 or arrival - back))
  return 1
end

local function plain(key, at)
  return gcra(key, at, now), at + 3
end

local function ticking(key, at)
  local a, b = tonumber(ARGV[at + 3]), tonumber(ARGV[at + 4])
  local rest = now % b
  return gcra(key, at, (now - rest) / b * a + floor(rest * a / b)), at + 5
end

local function window(key, at)
  local permits, part, parts = tonumber(ARGV[at + 1]), tonumber(ARGV[at + 3]), tonumber(ARGV[at + 4])
  local layout = '<d' .. string.rep('I4', parts + 1)
  local records, found = load(key, ARGV[at], 20 + 4 * parts)
  if not found then
    return 0, at + 5
  end
  local taken = { struct.unpack(layout, records, found + 8) }
  taken[#taken] = nil
  local i = taken[1] - floor(tonumber(ARGV[at + 2]) / part) + 2
  if i < 2 or i > parts + 2 or taken[i] == 0 or (taken[1] - (i - 2) + parts + 1) * part <= now then
    return 0, at + 5
  end
  taken[i] = math.max(0, taken[i] - permits)
  local left = 0
  for age = 1, parts + 1 do
    left = left + taken[age + 1]
  end
  taken[1] = left > 0 and taken[1] or 0
  store(key, records, found, struct.pack(layout, unpack(taken)))
  return 1, at + 5
end

local function forget(key, at)
  local width = tonumber(ARGV[at + 1])
  local records, i = load(key, ARGV[at], width)
  local none = string.rep('\0', width - 8)
  if not i or records:sub(i + 8, i + width - 1) == none then
    return 0, at + 2
  end
  store(key, records, i, none)
  return 1, at + 2
end

local function concurrent(key, at)
  return redis.call('ZREM', key, ARGV[at]), at + 1
end

local kinds = { plain, ticking, window, concurrent, forget }
local done, at = 0, 1
for i = 1, #KEYS do
  local one
  one, at = kinds[tonumber(ARGV[at])](KEYS[i], at + 1)
  done = done + one
end
return done
