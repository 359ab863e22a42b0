-- The kind of network that an organisation's name speaks of; null where it says nothing. Words only, no
-- countries, and only what is common: see data/reference/README.md for what goes wrong.

create or replace temp macro kind_of_plain_name(name) as
    case
        -- first, because a campus names its own data centre and its own wireless network too
        when regexp_matches(
            name,
            '\b(?:universi(?:t|d)|univerzit|uniwersyt|yliopisto|hochschul|colleg(?:e|io)\b|schools?\b|academ(?:y|ic)'
            || '|akadem|institut[eo]? (?:of|de|federal de|national de) (?:technolog|tecnolog|educa|science)|polite[ck]'
            || '|polytech|facult(?:y|ad|e)\b|educati(?:on|ve)|educa(?:cion|cao)\b|school district|lyc[ek]e|escolas?\b'
            || '|research (?:and|&) education|(?:national|academic|education) (?:and research|research) network'
            || '|forschungsnetz|forschungszentrum|renater\b|jisc\b|geant\b|internet2\b|surf b\.?v|garr\b|rediris'
            || '|kreonet|institute of informa)'
        ) then 'education'
        when regexp_matches(
            name,
            'hosting|hostinger|webhost|\bhosters?\b|\bcloud|cloud\b|data ?cent(?:er|re)|\bdedicated\b|\bcoloc|\bcolo\b'
            || '|\bvps\b|\bvpn|\bservers?\b|servers\b|\bkvm\b'
        ) then 'hosting'
        when regexp_matches(
            name,
            '\b(?:amazon\b|aws\b|google llc|microsoft corp|alibaba|aliyun|tencent|oracle corp|akamai|fastly|digitalocean'
            || '|linode|vultr|constant company|choopa|ovh\b|hetzner|contabo|leaseweb|scaleway|ionos\b|datacamp|m247\b'
            || '|zenlayer|g-core|gcore|quadranet|psychz|hivelocity|clouvider|worldstream|packethub|nordvpn|tefincom'
            || '|mullvad|surfshark|proton (?:ag|technologies)|expressvpn|31173 services|ipxo|stark industries|aeza|i3d'
            || '|equinix|coreweave|vercel|fly\.io|netlify|upcloud|selectel)'
        ) then 'hosting'
        -- Cable & Wireless are fixed lines
        when regexp_matches(
            replace(replace(name, 'cable & wireless', ''), 'cable and wireless', ''),
            '\b(?:(?:t|tt|e)[- ]mobil|mobi(?:le|les|lity|tel|fone|com|linx|nil)\b|mobilfunk|movil(?:es)?\b|cellular'
            || '|celular|cellco|cellcom|wireless|gsm\b|lte\b|radiotelephone|radiomovil)'
        ) then 'mobile'
    end;

create or replace temp macro kind_of_name(organization) as
    kind_of_plain_name(strip_accents(lower(organization)));
