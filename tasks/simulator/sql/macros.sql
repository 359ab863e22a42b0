-- Chance: what is drawn depends on the world's seed, a key and a word, so that rows can be made in any order.
create temp macro u(k, word) as (hash(k, word, getvariable('seed')) >> 11)::double / 9007199254740992.0;
create temp macro key(a, b, word) as hash(a, b, word, getvariable('seed'));
create temp macro pick(list, k, word) as list[1 + floor(u(k, word) * len(list))::integer];
create temp macro named(prefix, k) as prefix || lower(lpad(to_hex(k), 16, '0'));
create temp macro days(n) as to_microseconds((n * 86400000000)::bigint);
create temp macro seconds(n) as to_microseconds((n * 1000000)::bigint);
-- `quantiles` are of equal distance; between two of them, a straight line.
create temp macro quantile_at(quantiles, x) as
    quantiles[1 + floor(x * (len(quantiles) - 1))::integer]
    + (x * (len(quantiles) - 1) - floor(x * (len(quantiles) - 1)))
    * (quantiles[2 + floor(x * (len(quantiles) - 1))::integer] - quantiles[1 + floor(x * (len(quantiles) - 1))::integer]);

-- An address: one of a network's ranges by its size, in it a host that is not at the edge of a /24.
create temp macro dotted(n) as
    (n >> 24) || '.' || ((n >> 16) & 255) || '.' || ((n >> 8) & 255) || '.' || (1 + (n & 255) % 254);
create temp macro address_in(firsts, sizes, k) as
    dotted(pick(firsts, k, 'range')::bigint + (key(k, 0, 'host') % pick(sizes, k, 'range')::ubigint)::bigint);
