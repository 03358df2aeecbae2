-- Gives back what was taken of limits, and has not come back by itself.
-- KEYS the key of each limit
-- ARGV for each limit its kind and what that takes:
--   1 GCRA whose ticks are microseconds: id, cost, mark (ticks): when the last of what was taken will be back
--   2 GCRA of other ticks: id, cost, mark (ticks), a, b (a ticks are b microseconds)
--   3 sliding window: permits, mark (Unix microseconds): when they were taken, microseconds of a part, parts
--   4 concurrent permits: the permit's id
--   5 GCRA: id, to forget all that was taken
-- Buckets and their records are those of take.lua.
-- Result: of how many limits there was something to give back.
-- Atomic: all of it.
-- GETEX reads as GET does, but counts as writing: a server that has become a replica refuses the call, and answers nothing that is old.
-- Every number is below 2^53, so that arithmetic is exact; Redis is given texts, because it may write large numbers with exponents.

local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local floor, ceil = math.floor, math.ceil

local function text(number)
  return string.format('%.0f', number)
end

local function load(bucket, id)
  local records = redis.call('GETEX', bucket)
  if not records or #records % 16 ~= 0 then
    return 0, ''
  end
  local i = string.find(records, id, 1, true)
  while i and i % 16 ~= 1 do
    i = string.find(records, id, i + 1, true)
  end
  return i and struct.unpack('<d', records, i + 8) or 0, records, i
end

-- A record without permits taken is over; alone it needs no bucket. The life of a bucket is never shortened.
local function store(bucket, records, i, arrival)
  if arrival == 0 and #records == 16 then
    redis.call('DEL', bucket)
  else
    redis.call('SETRANGE', bucket, text(i + 7), struct.pack('<d', arrival))
  end
end

local function gcra(key, at, now)
  local cost, mark = tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2])
  local arrival, records, i = load(key, ARGV[at])
  local back = math.min(cost, mark - now)
  if back <= 0 or arrival <= now then
    return 0
  end
  store(key, records, i, arrival - back <= now and 0 or arrival - back)
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

local function forget(key, at)
  local arrival, records, i = load(key, ARGV[at])
  if arrival == 0 then
    return 0, at + 1
  end
  store(key, records, i, 0)
  return 1, at + 1
end

local function window(key, at)
  local permits, part, parts = tonumber(ARGV[at]), tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3])
  local state = redis.call('GETEX', key)
  if not state or #state ~= 12 + 4 * parts then
    return 0, at + 4
  end
  local layout = '<d' .. string.rep('I4', parts + 1)
  local taken = { struct.unpack(layout, state) }
  taken[#taken] = nil
  local i = taken[1] - floor(tonumber(ARGV[at + 1]) / part) + 2
  if i < 2 or i > parts + 2 or taken[i] == 0 or (taken[1] - (i - 2) + parts + 1) * part <= now then
    return 0, at + 4
  end
  taken[i] = math.max(0, taken[i] - permits)
  local newest = 0
  for age = parts + 1, 1, -1 do
    newest = taken[age + 1] > 0 and taken[1] - age + 1 or newest
  end
  local life = (newest + parts + 1) * part - now
  if newest == 0 or life <= 0 then
    redis.call('DEL', key)
  else
    redis.call('SET', key, struct.pack(layout, unpack(taken)), 'PX', text(ceil(life / 1000) + 1))
  end
  return 1, at + 4
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
