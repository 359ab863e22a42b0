-- A prompt's cell: the signs of its words' sums along twelve random directions (SimHash; B4B counts the cells of such a hash
-- over embeddings), here over the keyed buckets of its words. Six directions are added up in one number, ten bits each.
create or replace temp macro along(words, directions) as
    list_sum(list_select(directions, list_transform(words, lambda word: word::bigint + 1)))::bigint;
create or replace temp macro side(sums, place, words) as (2 * (sums >> (10 * place) & 1023) > words)::int << place;
create or replace temp macro sides(sums, words) as
    side(sums, 0, words) + side(sums, 1, words) + side(sums, 2, words)
    + side(sums, 3, words) + side(sums, 4, words) + side(sums, 5, words);
-- (The hash of two numbers would make all directions one: its last bit is both their last bits'.)
create or replace temp macro directions(salt) as (
    select list(fields order by word) from (
        select word, sum((hash(word || ' ' || (place + salt)) & 1)::bigint << (10 * place)::int)::bigint as fields
        from range(4096) as words(word), range(6) as places(place) group by word));
set variable directions_a = directions(0);
set variable directions_b = directions(6);

-- A sample of distinct fingerprints: the smallest `sketch_items`, and below which bound they are all (a theta sketch).
-- Two samples are one below the smaller of their bounds.
create or replace temp macro below(items, bound) as
    if(bound is null, items, list_filter(items, lambda item: item < bound));
create or replace temp macro bound_of(items, bound) as
    if(len(items) > getvariable('sketch_items'), items[getvariable('sketch_items') + 1], bound);
create or replace temp macro distinct_items(sampled, bound) as
    case when sampled = 0 then null when bound is null then sampled
         else round(sampled * 18446744073709551616.0 / bound)::bigint end;
