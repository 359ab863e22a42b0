-- The messages of a request out of each of the forms that GenAI conventions have had, as a list of
-- {role, content, tools}; null where there are none. Text that is cut or no JSON holds no messages.
create or replace temp macro otel_value(entries, name) as list_filter(entries, lambda e: e.key = name)[1].value;

create or replace temp macro otel_message(role, content, tools, parts) as {
    'role': role,
    'content': coalesce(nullif(array_to_string(list_transform(parts, lambda p: case p.type
        when 'text' then coalesce(p.content, p.text)
        when 'tool_call_response' then coalesce(p.response, p.result) end), ' '), ''), content),
    'tools': coalesce(len(list_filter(parts, lambda p: contains(p.type, 'tool_call'))), tools)};

-- JSON in a string: [{role, parts: [{type, content}]}], before v1.37 [{role, content, tool_calls}].
create or replace temp macro otel_json(t) as list_transform(
    json_transform(case when json_valid(t) and json_type(t) = 'ARRAY' then t end,
        '[{"role": "VARCHAR", "content": "VARCHAR", "tool_calls": ["VARCHAR"], "parts":
           [{"type": "VARCHAR", "content": "VARCHAR", "text": "VARCHAR", "response": "VARCHAR", "result": "VARCHAR"}]}]'),
    lambda m: otel_message(m.role, m.content, (m.role = 'tool')::int + coalesce(len(m.tool_calls), 0), m.parts));

-- The same as an OTLP value, where the producer's SDK knows values that have a structure.
create or replace temp macro otel_structure(t) as list_transform(
    json_transform(case when json_valid(t) then t end,
        '{"values": [{"kvlistValue": {"values": [{"key": "VARCHAR", "value": {"stringValue": "VARCHAR", "arrayValue":
         {"values": [{"kvlistValue": {"values": [{"key": "VARCHAR", "value":
          {"stringValue": "VARCHAR", "arrayValue": "VARCHAR", "kvlistValue": "VARCHAR"}}]}}]}}}]}}]}').values,
    lambda m: otel_message(
        otel_value(m.kvlistValue.values, 'role').stringValue, null, 0,
        list_transform(otel_value(m.kvlistValue.values, 'parts').arrayValue.values, lambda p: {
            'type': otel_value(p.kvlistValue.values, 'type').stringValue,
            'content': otel_value(p.kvlistValue.values, 'content').stringValue,
            'text': null,
            'response': coalesce(otel_value(p.kvlistValue.values, 'response').stringValue,
                                 otel_value(p.kvlistValue.values, 'response').kvlistValue,
                                 otel_value(p.kvlistValue.values, 'response').arrayValue),
            'result': otel_value(p.kvlistValue.values, 'result').stringValue})));
create or replace temp macro otel_said(t) as case when starts_with(t, '{') then otel_structure(t) else otel_json(t) end;
-- Instructions are parts without a message round them.
create or replace temp macro otel_instructions(t) as case
    when starts_with(t, '{') then otel_structure(
        '{"values": [{"kvlistValue": {"values": [{"key": "role", "value": {"stringValue": "system"}}, '
        '{"key": "parts", "value": {"arrayValue": ' || t || '}}]}}]}')
    else otel_json('[{"role": "system", "parts": ' || t || '}]') end;

-- An attribute for each field of each message: gen_ai.prompt.0.role (OpenLLMetry before gen_ai.input.messages),
-- llm.input_messages.0.message.role (OpenInference).
create or replace temp macro otel_flat(keys, vals, before, after) as list_transform(
    range(nullif(len(list_filter(keys, lambda k: starts_with(k, before) and ends_with(k, after || 'role'))), 0)),
    lambda i: {
        'role': vals[list_position(keys, before || i || after || 'role')],
        'content': coalesce(
            vals[list_position(keys, before || i || after || 'content')],
            nullif(array_to_string(list_transform(
                list_filter(keys, lambda k: starts_with(k, before || i || after || 'contents.') and ends_with(k, 'content.text')),
                lambda k: vals[list_position(keys, k)]), ' '), '')),
        'tools': (vals[list_position(keys, before || i || after || 'role')] = 'tool')::int
            + len(list_filter(keys, lambda k: starts_with(k, before || i || after || 'tool_calls.') and ends_with(k, '.name')))});

-- Events of the span: one a message, with the message as JSON (Azure's SDK) or with attributes; or one of the whole
-- prompt (before v1.28).
create or replace temp macro otel_events(events) as coalesce(
    nullif(list_transform(
        list_filter(events, lambda e: regexp_full_match(e.name, 'gen_ai\.(system|user|assistant|tool)\.message')),
        lambda e: coalesce(
            otel_json('[' || otel_value(e.attributes, 'gen_ai.event.content').stringValue || ']')[1],
            {'role': coalesce(otel_value(e.attributes, 'role').stringValue, split_part(e.name, '.', 2)),
             'content': coalesce(otel_value(e.attributes, 'content').stringValue,
                                 otel_value(e.attributes, 'gen_ai.event.content').stringValue),
             'tools': (e.name = 'gen_ai.tool.message')::int})), []),
    otel_json(otel_value(
        list_filter(events, lambda e: e.name = 'gen_ai.content.prompt')[1].attributes, 'gen_ai.prompt').stringValue));

-- A log record: of one message, whose content may be a list of parts, or of the whole call.
create or replace temp macro otel_record(event, entries) as {
    'role': coalesce(otel_value(entries, 'role').stringValue, split_part(event, '.', 2)),
    'content': coalesce(otel_value(entries, 'content').stringValue, nullif(array_to_string(list_transform(
        otel_value(entries, 'content').arrayValue.values,
        lambda p: otel_value(p.kvlistValue.values, 'text').stringValue), ' '), '')),
    'tools': (event = 'gen_ai.tool.message')::int + coalesce(len(otel_value(entries, 'tool_calls').arrayValue.values), 0)};
create or replace temp macro otel_heard(event, t) as case
    when event = 'gen_ai.client.inference.operation.details' then otel_said(t)
    else [otel_record(event, json_transform(case when json_valid(t) then t end,
        '{"values": [{"key": "VARCHAR", "value": {"stringValue": "VARCHAR", "arrayValue": {"values":
         [{"kvlistValue": {"values": [{"key": "VARCHAR", "value": {"stringValue": "VARCHAR"}}]}}]}}}]}').values)] end;
