-- Trades a refresh token for the next pair, which whoever calls has derived from it.
-- KEYS[1] the family
-- KEYS[2] the word of its subject, same slot
-- ARGV[1] generation of the token shown, whose proof is right: it was issued some time
-- ARGV[2] its hash
-- ARGV[3] hash of its successor
-- ARGV[4] hash of the access token beside its successor
-- ARGV[5] hash of the successor of its successor
-- ARGV[6] life of an access token, in milliseconds as all that follow
-- ARGV[7] how long a refresh token can be traded
-- ARGV[8] retry window: how long the token traded last is answered with the same pair, if nobody has used that
-- ARGV[9] overlap: how long it is in any case
-- ARGV[10] how long it is remembered why a family has ended
-- ARGV[11] the server's time, Unix milliseconds, after which nothing is done
-- Result: 'ok', remaining life of the access token and of the refresh token in milliseconds; or one of 'unknown', 'revoked',
--         'reused'; the error TOOLATE if it is (nothing written)
-- Atomic: all of it. Of two calls with one token the first trades it and the second is a retry or ends the family.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if now > tonumber(ARGV[11]) then
  return redis.error_reply('TOOLATE the refresh arrived after its caller had given up, and was not done')
end

local function ended(why)
  redis.call('DEL', KEYS[1])
  redis.call('HSET', KEYS[1], 'x', why)
  redis.call('PEXPIRE', KEYS[1], ARGV[10])
  return {why}
end

local function whole(number)
  return string.format('%.0f', math.max(0, number))
end

local f = redis.call('HMGET', KEYS[1], 'x', 'w', 'g', 'h', 'n', 'p', 'c', 'r', 'a', 'ax', 'z')
if f[1] then
  return {f[1]}
end
if not f[2] then
  return {'unknown'}
end
if redis.call('GET', KEYS[2]) ~= f[2] then
  return ended('revoked')
end

local shown, newest = tonumber(ARGV[1]), tonumber(f[3])
-- The second: the server has forgotten a trade, as after a failover.
if (shown == newest and ARGV[2] == f[4]) or (shown == newest + 1 and ARGV[2] == f[5]) then
  local left = tonumber(f[11]) - now
  local access = math.min(tonumber(ARGV[6]), left)
  local refresh = math.min(tonumber(ARGV[7]), left)
  if left <= 0 then
    return {'unknown'}
  end
  redis.call('HSET', KEYS[1],
    'g', ARGV[1] + 1, 'h', ARGV[3], 'n', ARGV[5], 'p', ARGV[2], 'c', 0, 'r', whole(now),
    'a', ARGV[4], 'ax', whole(now + access), 'b', f[9], 'bx', f[10])
  redis.call('PEXPIRE', KEYS[1], whole(refresh))
  return {'ok', whole(access), whole(refresh)}
end
if shown == newest - 1 and ARGV[2] == f[6] then
  local age = now - tonumber(f[8])
  if age < tonumber(ARGV[9]) or (f[7] ~= '1' and age < tonumber(ARGV[8])) then
    return {'ok', whole(f[10] - now), whole(redis.call('PTTL', KEYS[1]))}
  end
  return ended('reused')
end
if shown < newest - 1 then
  return ended('reused')
end
return {'unknown'}
