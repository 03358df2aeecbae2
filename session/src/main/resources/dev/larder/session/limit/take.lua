-- Takes permits of limits: calls of several asks each, a call all or nothing, equal calls in one group.
-- KEYS the key of each ask, in order; a key may come again
-- ARGV[1] the server's time, Unix microseconds, after which nothing is taken
-- ARGV[2…] for each group: how many asks, how many calls; then for each ask its kind and what that takes:
--   1 GCRA whose ticks are microseconds: id, cost, room (ticks)
--   2 GCRA of other ticks: id, cost, room (ticks), a, b (a ticks are b microseconds)
--   3 sliding window: cost, permits, microseconds of a part, parts
--   4 concurrent permits: permits, microseconds of the lease, the permit's id, of a group of one call; empty to take none
-- Result: the server's time, Unix microseconds; then for each group: how many of its calls are allowed, and for each ask
--   kinds 1, 2: the level before the group, in ticks: how long it would have been until all permits are back
--   kinds 3, 4: permits in use before the group; then in microseconds: the time until the first call denied could be allowed (0
--   if this ask denies none), until some of those in use now come back, until all of them do
--   The error TOOLATE if the time is over (nothing taken)
-- Atomic: all of it.
-- GETEX reads as GET does, but counts as writing: a server that has become a replica refuses the call, and answers nothing that is old.
-- Every number is below 2^53, so that arithmetic is exact; Redis is given texts, because it may write large numbers with exponents.

local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
if now > tonumber(ARGV[1]) then
  return redis.error_reply('TOOLATE the call arrived after its caller had given up, and nothing was taken')
end

local floor, ceil, format = math.floor, math.ceil, string.format

local function text(number)
  return format('%.0f', number)
end

-- GCRA: a bucket holds a record for each key whose hash begins alike: 8 bytes of the hash, which are its id, and the time, in ticks, at
-- which all permits are back, as a double. All records of a bucket are of the same ticks. It lives as long as the longest of them; those
-- that are over are dropped when one is added.
local call, find, pack, unpacked = redis.call, string.find, struct.pack, struct.unpack

-- The time of a record, 0 if there is none; all records; and where it begins.
local function load(bucket, id)
  local records = call('GETEX', bucket)
  if not records or #records % 16 ~= 0 then
    return 0, ''
  end
  local i = find(records, id, 1, true)
  while i and i % 16 ~= 1 do
    i = find(records, id, i + 1, true)
  end
  return i and unpacked('<d', records, i + 8) or 0, records, i
end

local function living(records, now)
  local kept = {}
  for i = 1, #records, 16 do
    if unpacked('<d', records, i + 8) > now then
      kept[#kept + 1] = records:sub(i, i + 15)
    end
  end
  return table.concat(kept)
end

local function store(bucket, id, records, i, now, level)
  local arrival, life = pack('<d', now + level), text(ceil(level / 1000) + 1)
  if #records == 0 or i and #records == 16 then
    call('SET', bucket, id .. arrival, 'PX', life)
    return
  end
  if i then
    call('SETRANGE', bucket, text(i + 7), arrival)
  else
    call('SET', bucket, living(records, now) .. id .. arrival, 'KEEPTTL')
  end
  call('PEXPIRE', bucket, life, 'GT')
end

-- Each kind: read(ask, key, at) reads its arguments and its state and returns where the next begin; fit(ask, calls) returns how many
-- calls there is room for; take(ask, calls) writes; tell(ask, calls, result, n) appends to the result and returns its length.

local gcra = {}

function gcra.level(ask, key, at, now)
  ask.key, ask.id, ask.cost, ask.room, ask.now = key, ARGV[at], tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2]), now
  local arrival = load(key, ask.id)
  ask.level = arrival > now and arrival - now or 0
end

function gcra.fit(ask, calls)
  if ask.cost == 0 then
    return calls
  end
  local fit = floor((ask.room - ask.level) / ask.cost)
  return fit < 0 and 0 or fit < calls and fit or calls
end

-- Loads once more: another ask of the call may have written to the same bucket.
function gcra.take(ask, calls)
  if ask.cost > 0 then
    local _, records, i = load(ask.key, ask.id)
    store(ask.key, ask.id, records, i, ask.now, ask.level + calls * ask.cost)
  end
end

function gcra.tell(ask, calls, result, n)
  result[n + 1] = ask.level
  return n + 1
end

local plain = { fit = gcra.fit, take = gcra.take, tell = gcra.tell }

function plain.read(ask, key, at)
  gcra.level(ask, key, at, now)
  return at + 3
end

local ticking = { fit = gcra.fit, take = gcra.take, tell = gcra.tell }

function ticking.read(ask, key, at)
  local a, b = tonumber(ARGV[at + 3]), tonumber(ARGV[at + 4])
  local rest = now % b
  gcra.level(ask, key, at, (now - rest) / b * a + floor(rest * a / b))
  return at + 5
end

-- The state of a window: the number of its newest part, then how many were taken in it and in each part before, 4 bytes each.
local window = {}

function window.read(ask, key, at)
  local part, parts = tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3])
  ask.key, ask.cost, ask.permits, ask.part, ask.parts = key, tonumber(ARGV[at]), tonumber(ARGV[at + 1]), part, parts
  ask.newest = floor(now / part)
  local layout = '<d' .. string.rep('I4', parts + 1)
  local state = redis.call('GETEX', key)
  local taken = { 0 }
  if state and #state == 12 + 4 * parts then
    taken = { struct.unpack(layout, state) }
    ask.newest = math.max(ask.newest, taken[1])
  end
  local age = ask.newest - taken[1]
  ask.taken, ask.used = {}, 0
  for i = 1, parts + 1 do
    local count = i > age and taken[i - age + 1] or 0
    ask.taken[i] = count
    ask.used = ask.used + count
  end
  ask.layout = layout
  return at + 4
end

function window.fit(ask, calls)
  if ask.cost == 0 then
    return calls
  end
  local fit = floor((ask.permits - ask.used) / ask.cost)
  return fit < 0 and 0 or fit < calls and fit or calls
end

-- The time until the part i comes back, 1 being the newest.
local function back(ask, i)
  return (ask.newest - i + 1 + ask.parts + 1) * ask.part - now
end

function window.take(ask, calls)
  if ask.cost > 0 then
    ask.taken[1] = ask.taken[1] + calls * ask.cost
    redis.call('SET', ask.key, struct.pack(ask.layout, ask.newest, unpack(ask.taken)), 'PX', text(ceil(back(ask, 1) / 1000) + 1))
  end
end

function window.tell(ask, calls, result, n)
  local need = ask.used + (calls + 1) * ask.cost - ask.permits
  local wait, first, last, freed = 0, 0, 0, 0
  for i = ask.parts + 1, 1, -1 do
    if ask.taken[i] > 0 then
      freed = freed + ask.taken[i]
      last = back(ask, i)
      first = first == 0 and last or first
      wait = wait == 0 and need > 0 and freed >= need and last or wait
    end
  end
  result[n + 1], result[n + 2], result[n + 3], result[n + 4] = ask.used, wait, first, last
  return n + 4
end

-- The state of concurrent permits: each id, by the time at which its lease ends.
local concurrent = {}

function concurrent.read(ask, key, at)
  ask.key, ask.permits, ask.lease, ask.id = key, tonumber(ARGV[at]), tonumber(ARGV[at + 1]), ARGV[at + 2]
  redis.call('ZREMRANGEBYSCORE', key, '-inf', text(now))
  ask.used = redis.call('ZCARD', key)
  return at + 3
end

function concurrent.fit(ask, calls)
  return (ask.id == '' or ask.used < ask.permits) and calls or 0
end

function concurrent.take(ask, calls)
  if ask.id == '' then
    return
  end
  redis.call('ZADD', ask.key, text(now + ask.lease), ask.id)
  local last = redis.call('ZRANGE', ask.key, -1, -1, 'WITHSCORES')
  redis.call('PEXPIRE', ask.key, text(ceil((last[2] - now) / 1000) + 1))
end

function concurrent.tell(ask, calls, result, n)
  local first = redis.call('ZRANGE', ask.key, 0, 0, 'WITHSCORES')
  local last = redis.call('ZRANGE', ask.key, -1, -1, 'WITHSCORES')
  local next = first[2] and first[2] - now or 0
  result[n + 1], result[n + 2] = ask.used, ask.used >= ask.permits and next or 0
  result[n + 3], result[n + 4] = next, last[2] and last[2] - now or 0
  return n + 4
end

local kinds = { plain, ticking, window, concurrent }
local result, n, at, key = { now }, 1, 2, 1
local kind, ask = {}, { {} }

-- A group of several asks, or of another kind than the first.
local function group(asks, calls)
  local allowed = calls
  for i = 1, asks do
    ask[i] = ask[i] or {}
    kind[i] = kinds[tonumber(ARGV[at])]
    at = kind[i].read(ask[i], KEYS[key], at + 1)
    key = key + 1
    allowed = math.min(allowed, kind[i].fit(ask[i], calls))
  end
  n = n + 1
  result[n] = allowed
  for i = 1, asks do
    if allowed > 0 then
      kind[i].take(ask[i], allowed)
    end
    n = kind[i].tell(ask[i], allowed, result, n)
  end
end

-- What is asked most, one GCRA limit whose ticks are microseconds, without a detour: the same as group(1, calls).
local function one(calls)
  local bucket, id, cost, room = KEYS[key], ARGV[at + 1], tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3])
  local arrival, records, i = load(bucket, id)
  local level = arrival > now and arrival - now or 0
  local allowed = cost == 0 and calls or floor((room - level) / cost)
  allowed = allowed < 0 and 0 or allowed < calls and allowed or calls
  result[n + 1], result[n + 2] = allowed, level
  n, key, at = n + 2, key + 1, at + 4
  if allowed > 0 and cost > 0 then
    store(bucket, id, records, i, now, level + allowed * cost)
  end
end

while ARGV[at] do
  local asks, calls = ARGV[at], tonumber(ARGV[at + 1])
  at = at + 2
  if asks == '1' and ARGV[at] == '1' then
    one(calls)
  else
    group(tonumber(asks), calls)
  end
end
return result
