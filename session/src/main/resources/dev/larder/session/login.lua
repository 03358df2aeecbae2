-- Makes a session of a user, unless he has too many or its caller has given up by now.
-- KEYS[1] session, which is nobody else's
-- KEYS[2] its user
-- KEYS[3] index of his sessions
-- KEYS[4] … the sessions that the caller knows to be in the index, oldest first
-- ARGV[1] the server's time, Unix milliseconds, after which nothing is written
-- ARGV[2] idle limit in milliseconds
-- ARGV[3] absolute limit in milliseconds
-- ARGV[4] what is known of the visitor
-- ARGV[5] handle of the session
-- ARGV[6] the epoch of a user who has none
-- ARGV[7] most sessions of a user, 0 for no limit
-- ARGV[8] e to end the oldest that is too many, r to refuse
-- ARGV[9] … the handles of the sessions in KEYS[4] …; then fields and their values
-- Result: the time, Unix milliseconds; f if the user has as many as are allowed (nothing written); n if something is there (nothing
--         written); l and the oldest handles in the index, if more of it has to be known (nothing but the index and those ended is
--         written); the error TOOLATE (nothing written)
-- Atomic: all of it. What is no more leaves the index where it counts, and what is past the absolute limit in any case. Of two others,
--         which ones the time says, those that are no more leave it too: so it has about twice as many as are alive at most.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if now > tonumber(ARGV[1]) then
  return redis.error_reply('TOOLATE the login arrived after its caller had given up, and was not done')
end
if redis.call('HLEN', KEYS[1]) > 0 then
  return { 'n' }
end
local epoch = redis.call('HGET', KEYS[2], 'e')
local most = tonumber(ARGV[7])
local known = #KEYS - 3
if most > 0 and redis.call('ZCARD', KEYS[3]) >= most then
  local live = {}
  for i = 1, known do
    local m = redis.call('HGET', KEYS[3 + i], 'm')
    if not m or string.sub(m, 27) ~= epoch or now >= tonumber(string.sub(m, 1, 13)) then
      redis.call('ZREM', KEYS[3], ARGV[8 + i])
    elseif redis.call('ZSCORE', KEYS[3], ARGV[8 + i]) then
      live[#live + 1] = i
    end
  end
  if #live >= most and ARGV[8] == 'r' then
    return { 'f' }
  end
  for i = 1, #live - most + 1 do
    redis.call('DEL', KEYS[3 + live[i]])
    redis.call('HSET', KEYS[3 + live[i]], 'x', 'c')
    redis.call('PEXPIRE', KEYS[3 + live[i]], 60000)
    redis.call('ZREM', KEYS[3], ARGV[8 + live[i]])
  end
  if redis.call('ZCARD', KEYS[3]) >= most then
    return { 'l', unpack(redis.call('ZRANGE', KEYS[3], 0, most + 255)) }
  end
end
if not epoch then
  epoch = ARGV[6]
  redis.call('HSET', KEYS[2], 'e', epoch)
end
local life = tonumber(ARGV[3])
local m = string.format('%013.0f%013.0f', now + life, now) .. epoch
redis.call('HSET', KEYS[1], 'm', m, 'd', ARGV[4], unpack(ARGV, 9 + known))
redis.call('PEXPIRE', KEYS[1], ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', string.format('(%.0f', (now - life) * 1000))
local at = time[2] % math.max(1, redis.call('ZCARD', KEYS[3]))
for _, handle in ipairs(redis.call('ZRANGE', KEYS[3], at, at + 1)) do
  if redis.call('HEXISTS', string.sub(KEYS[1], 1, -1 - #ARGV[5]) .. handle, 'm') == 0 then
    redis.call('ZREM', KEYS[3], handle)
  end
end
redis.call('ZADD', KEYS[3], time[1] * 1000000 + time[2], ARGV[5])
for i = 2, 3 do
  if redis.call('PTTL', KEYS[i]) < life then
    redis.call('PEXPIRE', KEYS[i], life)
  end
end
return { now }
