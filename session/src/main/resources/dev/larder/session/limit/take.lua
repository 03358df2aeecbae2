-- Takes permits of limits: calls of several asks each, a call all or nothing, equal calls in one group.
-- KEYS the key of each ask, in order; a key may come again
-- ARGV[1] the server's time, Unix microseconds, after which nothing is taken
-- ARGV[2…] for each group: how many asks, how many calls; then for each ask its kind and what that takes:
--   1 GCRA whose ticks are microseconds: id, cost, room (ticks)
--   2 GCRA of other ticks: id, cost, room (ticks), a, b (a ticks are b microseconds)
--   3 sliding window: id, cost, permits, microseconds of a part, parts
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

-- GCRA and windows: a bucket holds a record for each key whose hash begins alike: 8 bytes of the hash, which are its id, and its state.
-- All records of a bucket are of one width, and their times of the same ticks. It lives as long as the longest of them; those that are
-- over are dropped when one is added.
local call, find, pack, unpacked = redis.call, string.find, struct.pack, struct.unpack

-- All records of a bucket, none if they are not of this width; and where the one begins, nil if there is none.
local function load(bucket, id, width)
  local records = call('GETEX', bucket)
  if not records or #records % width ~= 0 then
    return ''
  end
  local i = find(records, id, 1, true)
  while i and i % width ~= 1 do
    i = find(records, id, i + 1, true)
  end
  return records, i
end

local function living(records, width, now, ask)
  local kept = {}
  for i = 1, #records, width do
    if ask.over(ask, records, i) > now then
      kept[#kept + 1] = records:sub(i, i + width - 1)
    end
  end
  return table.concat(kept)
end

-- Writes a state that is over in so many microseconds. ask.over(ask, records, i) tells of any record when it is, by the clock of now.
local function store(bucket, id, records, i, state, micros, now, ask)
  local width, life = 8 + #state, text(ceil(micros / 1000) + 1)
  if #records == 0 or i and #records == width then
    call('SET', bucket, id .. state, 'PX', life)
    return
  end
  if i then
    call('SETRANGE', bucket, text(i + 7), state)
  else
    call('SET', bucket, living(records, width, now, ask) .. id .. state, 'KEEPTTL')
  end
  call('PEXPIRE', bucket, life, 'GT')
end

-- Each kind: read(ask, key, at) reads its arguments and its state and returns where the next begin; fit(ask, calls) returns how many
-- calls there is room for; take(ask, calls) writes; tell(ask, calls, result, n) appends to the result and returns its length.

-- The state of GCRA is the time, in ticks, at which all permits are back, as a double.
local gcra = {}

function gcra.over(_, records, i)
  return unpacked('<d', records, i + 8)
end

local function arrival(bucket, id)
  local records, i = load(bucket, id, 16)
  return i and unpacked('<d', records, i + 8) or 0, records, i
end

function gcra.level(ask, key, at, now)
  ask.key, ask.id, ask.cost, ask.room, ask.now = key, ARGV[at], tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2]), now
  local back = arrival(key, ask.id)
  ask.level = back > now and back - now or 0
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
    local records, i = load(ask.key, ask.id, 16)
    local level = ask.level + calls * ask.cost
    store(ask.key, ask.id, records, i, pack('<d', ask.now + level), level, ask.now, gcra)
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

-- The state of a window: the number of its newest part as a double, then how many were taken in it and in each part before, 4 bytes each.
local window = {}

-- A part comes back when a window that ends now can reach into it no more.
local function back(ask, part)
  return (part + ask.parts + 1) * ask.part
end

function window.over(ask, records, i)
  return back(ask, unpacked('<d', records, i + 8))
end

function window.read(ask, key, at)
  ask.key, ask.id, ask.cost, ask.permits = key, ARGV[at], tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2])
  ask.part, ask.parts = tonumber(ARGV[at + 3]), tonumber(ARGV[at + 4])
  ask.over, ask.layout, ask.width = window.over, '<d' .. string.rep('I4', ask.parts + 1), 20 + 4 * ask.parts
  ask.newest = floor(now / ask.part)
  local records, found = load(key, ask.id, ask.width)
  local taken = { 0 }
  if found then
    taken = { unpacked(ask.layout, records, found + 8) }
    ask.newest = math.max(ask.newest, taken[1])
  end
  local age = ask.newest - taken[1]
  ask.taken, ask.used = {}, 0
  for i = 1, ask.parts + 1 do
    local count = i > age and taken[i - age + 1] or 0
    ask.taken[i] = count
    ask.used = ask.used + count
  end
  return at + 5
end

function window.fit(ask, calls)
  if ask.cost == 0 then
    return calls
  end
  local fit = floor((ask.permits - ask.used) / ask.cost)
  return fit < 0 and 0 or fit < calls and fit or calls
end

function window.take(ask, calls)
  if ask.cost > 0 then
    ask.taken[1] = ask.taken[1] + calls * ask.cost
    local records, i = load(ask.key, ask.id, ask.width)
    local state = pack(ask.layout, ask.newest, unpack(ask.taken))
    store(ask.key, ask.id, records, i, state, back(ask, ask.newest) - now, now, ask)
  end
end

function window.tell(ask, calls, result, n)
  local need = ask.used + (calls + 1) * ask.cost - ask.permits
  local wait, first, last, freed = 0, 0, 0, 0
  for i = ask.parts + 1, 1, -1 do
    if ask.taken[i] > 0 then
      freed = freed + ask.taken[i]
      last = back(ask, ask.newest - i + 1) - now
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
  local back, records, i = arrival(bucket, id)
  local level = back > now and back - now or 0
  local allowed = cost == 0 and calls or floor((room - level) / cost)
  allowed = allowed < 0 and 0 or allowed < calls and allowed or calls
  result[n + 1], result[n + 2] = allowed, level
  n, key, at = n + 2, key + 1, at + 4
  if allowed > 0 and cost > 0 then
    level = level + allowed * cost
    store(bucket, id, records, i, pack('<d', now + level), level, now, gcra)
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
