-- Addresses as text and as numbers. A number is the address's 128 bits, IPv4 in its IPv4-mapped place
-- (::ffff:0:0/96), so that both families lie in one ordered space. What is not exactly one address
-- (ports, brackets, zone ids, leading zeros in IPv4, spaces) has no number: null, never an error.

create or replace temp macro ipv4_number(written) as
    case when regexp_full_match(
        written,
        '(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\.(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}'
    ) then list_reduce(string_split(written, '.')::ubigint[], lambda high, low: (high << 8) | low) end;

-- The dotted end of ::ffff:192.0.2.1 as two groups of hexadecimal digits; null where it is no IPv4 address.
create or replace temp macro without_dots(written) as
    case
        when not contains(written, '.') then written
        else regexp_extract(written, '^(.*:)[^:]*$', 1) || format(
            '{:x}:{:x}',
            ipv4_number(regexp_extract(written, '[^:]*$')) >> 16,
            ipv4_number(regexp_extract(written, '[^:]*$')) & 65535
        )
    end;

-- The first :: written out as groups of zero. With a 0 put before a leading and after a trailing ::, an
-- address has as many groups as colons. Eight colons are one too many unless :: stands at an end. A second
-- :: is left as it is, and refused by the reader below like any other empty group.
create or replace temp macro without_gap(written) as
    case when length(written) - length(replace(written, ':', '')) < 8
            or starts_with(written, '::') or ends_with(written, '::')
        then regexp_replace(
            if(starts_with(written, '::'), '0', '') || written || if(ends_with(written, '::'), '0', ''),
            '::',
            ':' || repeat('0:', 8 - length(written) + length(replace(written, ':', '')))
        )
    end;

create or replace temp macro groups_number(groups) as
    case when regexp_full_match(groups, '[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){7}') then try_cast(
        '0x' || list_aggregate(
            list_transform(string_split(groups, ':'), lambda digits: lpad(digits, 4, '0')), 'string_agg', ''
        ) as uhugeint
    ) end;

-- The lists of one element bind a value once: a macro's argument is copied wherever it is used.
create or replace temp macro ipv6_number(written) as
    list_transform(
        list_transform([without_dots(lower(written))], lambda dotless: without_gap(dotless)),
        lambda groups: groups_number(groups)
    )[1];

-- 45 characters are the longest way to write an address; whatever is longer is not looked at.
create or replace temp macro address_number(written) as
    case
        when length(written) > 45 then null
        when contains(written, ':') then ipv6_number(written)
        else 281470681743360::uhugeint + ipv4_number(written)
    end;

-- Not reachable on the public internet, after the IANA special-purpose registries; multicast and future use
-- included. IPv6 is public inside 2000::/3 only.
create or replace temp macro is_reserved_ipv4(number) as
    number >> 24 in (0, 10, 127)                        -- this network, private, loopback
    or number >> 22 = (100 << 2) + (64 >> 6)            -- 100.64.0.0/10, shared by a carrier's customers
    or number >> 20 = (172 << 4) + (16 >> 4)            -- 172.16.0.0/12, private
    or number >> 16 in ((169 << 8) + 254, (192 << 8) + 168)  -- link-local, private
    or number >> 17 = (198 << 7) + (18 >> 1)            -- 198.18.0.0/15, benchmarks
    or number >> 8 in (
        (192 << 16) + 0, (192 << 16) + 2,               -- protocol assignments, documentation
        (198 << 16) + (51 << 8) + 100, (203 << 16) + (0 << 8) + 113  -- documentation
    )
    or number >> 29 = 7;                                -- 224.0.0.0/3, multicast and future use

create or replace temp macro is_reserved_ipv6(high) as
    high >> 61 <> 1                                     -- outside 2000::/3: ::1, fc00::/7, fe80::/10, ff00::/8
    or high >> 32 = '0x20010db8'::ubigint               -- 2001:db8::/32, documentation
    or high >> 16 = '0x200100020000'::ubigint           -- 2001:2::/48, benchmarks
    or high >> 36 = '0x2001001'::ubigint                -- 2001:10::/28, ORCHID
    or high >> 44 = '0x3fff0'::ubigint;                 -- 3fff::/20, documentation

create or replace temp macro is_reserved(number) as
    case
        when number >> 32 = 65535 then is_reserved_ipv4((number & 4294967295)::ubigint)
        else is_reserved_ipv6((number >> 64)::ubigint)
    end;

create or replace temp macro ipv4_network(number) as
    concat_ws('.', number >> 24, (number >> 16) & 255, (number >> 8) & 255, '0/24');

create or replace temp macro ipv6_network(high) as
    case
        when high & 65535 > 0
            then format('{:x}:{:x}:{:x}::/48', high >> 32, (high >> 16) & 65535, high & 65535)
        when high & 4294901760 > 0 then format('{:x}:{:x}::/48', high >> 32, high >> 16 & 65535)
        when high > 0 then format('{:x}::/48', high >> 32)
        else if(high is null, null, '::/48')
    end;

-- The /24 of an IPv4 or the /48 of an IPv6 address, as RFC 5952 writes it.
create or replace temp macro network_of(number) as
    case
        when number >> 32 = 65535
            then ipv4_network((number & 4294967295)::ubigint)
        else ipv6_network((number >> 80)::ubigint)
    end;

create or replace temp macro trimmed(written) as trim(written, ' ' || chr(9));

create or replace temp macro first_public(entries) as
    coalesce(
        list_filter(
            list_transform(
                entries, lambda entry: struct_pack(written := entry, number := address_number(entry))
            ),
            lambda entry: not is_reserved(entry.number)
        )[1].written,
        entries[1]
    );

-- One client out of an X-Forwarded-For list: the first public address, else the first entry; null if empty.
-- The left of the list is what the client says of itself. It is true only where the operator's own edge
-- overwrites the header; where it appends, anyone can write any address there.
create or replace temp macro client_address(raw) as
    case
        when contains(raw, ',') then first_public(
            list_filter(
                list_transform(string_split(raw, ','), lambda entry: trimmed(entry)), lambda entry: entry <> ''
            )
        )
        else nullif(trimmed(raw), '')
    end;
