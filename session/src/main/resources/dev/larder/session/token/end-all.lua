-- Ends all families of a subject, by another word than they carry.
-- KEYS[1] the word of the subject
-- KEYS[2] the words that were put in the place of others lately, 12 characters each, the newest first
-- ARGV[1] the new word
-- ARGV[2] how long both live, in milliseconds
-- Result: 1 if the word is the subject's from now on, 0 if it is or was before (nothing written)
-- Atomic: the look and the end. A late repetition does nothing, also after a newer order: families that the newer one has ended carry
--         this word.
local lately = redis.call('GET', KEYS[2]) or ''
for i = 1, #lately, 12 do
  if string.sub(lately, i, i + 11) == ARGV[1] then
    return 0
  end
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
redis.call('SET', KEYS[2], string.sub(ARGV[1] .. lately, 1, 96), 'PX', ARGV[2])
return 1
