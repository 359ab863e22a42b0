-- A sentence with its slots filled from a domain's words.
create temp macro fill(sentence, domain, k) as
    replace(replace(replace(replace(replace(sentence,
        '{thing}', pick(getvariable('things')[domain], k, 'thing')),
        '{other}', pick(getvariable('things')[domain], k, 'other')),
        '{trouble}', pick(getvariable('troubles')[domain], k, 'trouble')),
        '{n}', (2 + key(k, 0, 'n') % 8)::varchar),
        '{m}', (10 + key(k, 0, 'm') % 390)::varchar);
-- Which domain a corpus is about; what comes from programs is mostly about code, mathematics, agents and data.
create temp macro domain_of(k, technical) as
    case when technical and u(k, 'technical') < 0.75 then pick([4, 5, 14, 15], k, 'domain')
         else 1 + (k % len(getvariable('things'))::ubigint)::integer end;
-- A scaffold: what stands before and after each item, and the system prompt. Drawn from its key alone.
create temp macro scaffold_before(k) as
    case when u(k, 'has before') < 0.5 then fill(pick(getvariable('befores'), k, 'before'), 1, k) || chr(10) else '' end;
create temp macro scaffold_after(k, elicits, common) as
    case when u(k, 'elicits') < elicits then chr(10) || chr(10) || pick(getvariable('eliciting'), k, 'after')
         when common then ''
         else chr(10) || chr(10) || pick(getvariable('closings'), k, 'after') end;
create temp macro scaffold_system(k) as
    replace(pick(getvariable('systems'), k, 'system'), '{name}', pick(getvariable('names'), k, 'name')) || ' '
    || array_to_string(list_transform(range(2 + (key(k, 0, 'rules') % 3)::integer), lambda i:
        fill(pick(getvariable('rules'), key(k, i, 'rule'), 'which'), 1, key(k, i, 'rule'))), ' ');
create temp macro tool_client(n) as
    lower(replace(getvariable('names')[1 + n % len(getvariable('names'))], ' ', '-')) || '/1.' || (key(n, 0, 'minor') % 9) || '.' || (key(n, 1, 'patch') % 5);
