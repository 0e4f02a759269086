using CsCheck;
using NodaTime;
using Tracking.Application.Reports;
using Tracking.Domain.Collect;
using Tracking.Domain.Sites;

namespace Tracking.Infrastructure.Tests.Reports;

/// <summary>Makes up events around a change of some zone's clock, and questions about them.</summary>
internal static class Happenings
{
    private const long MinuteMs = 60_000;
    private const long HourMs = 60 * MinuteMs;

    /// <summary>Zones, each with a date on which its clock does something.</summary>
    private static readonly (string Zone, LocalDate Date)[] Occasions =
    [
        ("America/Sao_Paulo", new(2018, 11, 4)), // has no midnight
        ("America/Sao_Paulo", new(2018, 2, 18)), // the day before has 25 hours
        ("Asia/Kathmandu", new(2026, 3, 1)), // +05:45
        ("Pacific/Chatham", new(2026, 4, 5)), // +13:45, then +12:45
        ("Australia/Lord_Howe", new(2026, 10, 4)), // half an hour forward
        ("Australia/Lord_Howe", new(2026, 4, 5)), // half an hour back
        ("America/New_York", new(2026, 3, 8)),
        ("America/New_York", new(2026, 11, 1)),
        ("Pacific/Apia", new(2011, 12, 30)), // was skipped
        ("America/Havana", new(2026, 11, 1)), // midnight comes twice
        ("Etc/UTC", new(2026, 1, 1)),
    ];

    private static readonly string[] Types =
        ["page_view", "page_view", "page_view", "click", "form_input", "form_submit", "transaction", "transaction", "engagement", "identify", "custom"];

    private static readonly string[] Paths = ["/", "/a", "/A", "/a%20", "/%C3%A4", "/%C3%84pfel", "/b"];
    private static readonly string[] Hosts = ["shop.example", "www.shop.example"];
    private static readonly string?[] Titles = ["Home", "home", "Home ", "ÉTÉ", null];
    private static readonly string[] Customs = ["signup", "Sign up", "page"];

    /// <summary>Values that filters ask for.</summary>
    private static string?[] ValuesOf(Dimension dimension) => dimension.Name switch
    {
        "title" => ["Home", "home", "Home ", "HOME", "été", "T", "o", null],
        "hostname" => ["shop.example", "WWW.", "www.shop.example", null],
        "event" => ["page_view", "click", "transaction", "signup", "SIGN", "page", "_", "%", null],
        "referrer" => ["www.blog.example", "BLOG", null],
        "channel" => ["Referral", "Direct", "search", null],
        "source" or "medium" or "campaign" or "term" or "content" => ["google", "cpc", "Spring", "o", null],
        "country" or "region" or "city" => ["BR", "Bahia", "são", null],
        "language" => ["pt-BR", "PT", null],
        "device" or "browser" or "os" => ["mobile", "Chrome", "ios", null],
        _ => ["/", "/a", "/A", "/a ", "/ä", "/äPFEL", "Ä", "/b", null],
    };

    /// <summary>Gaps between one visitor's events; 30 minutes end a session.</summary>
    private static readonly long[] Gaps =
        [0, 1, 1_000, 7 * MinuteMs, (30 * MinuteMs) - 1, 30 * MinuteMs, (30 * MinuteMs) + 1, 2 * HourMs, 11 * HourMs, 25 * HourMs];

    private static readonly decimal[] Amounts = [0, 0.1m, 12.345678m, 19.99m, 999_999_999_999.999999m];

    /// <summary>A zone and the moment around which things happen.</summary>
    public static readonly Gen<(DateTimeZone Zone, long AroundMs)> Occasion = Gen.OneOf(Occasions).Select(occasion =>
    {
        var zone = DateTimeZoneProviders.Tzdb[occasion.Zone];
        return (zone, zone.AtLeniently(occasion.Date.AtMidnight()).ToInstant().ToUnixTimeMilliseconds());
    });

    private static readonly Gen<BotSignals> SignalsOfEvents = Gen.Int[0, 19].Select(number => number switch
    {
        0 => BotSignals.Headless,
        1 or 2 => BotSignals.MissingHeaders,
        3 or 4 => BotSignals.DataCentre,
        _ => BotSignals.None,
    });

    private static readonly Gen<BotSignals> SignalsOfVisits =
        Gen.Int[0, 5].Select(number => number == 0 ? BotSignals.Crawler : BotSignals.None);

    private static readonly Gen<(Traffic? Traffic, Place? From, string? Language, Device? Device)> Found =
        from traffic in Gen.OneOf(
            null,
            new Traffic("Direct", null, null, null, null, null, null),
            new Traffic("Referral", "blog.example", "referral", null, null, null, "www.blog.example"),
            new Traffic("Organic Search", "google", "organic", null, "shoes", null, "www.google.com"),
            new Traffic("Paid Search", "google", "cpc", "spring", "Shoes", "top", null))
        from place in Gen.OneOf(null, new Place("BR", null, null), new Place("BR", "Bahia", "Salvador"), new Place("BR", "São Paulo", "São Paulo"), new Place("DE", "Bavaria", null))
        from language in Gen.OneOf(null, "pt-BR", "de")
        from device in Gen.OneOf(
            null, new Device("mobile", "Chrome", "120", "Android", "14"), new Device("mobile", "Mobile Safari", "17.4", "iOS", "17.4"),
            new Device("desktop", "Chrome", "121", null, null))
        select (traffic, place, language, device);

    private static readonly Gen<Happening> Details =
        from type in Gen.OneOf(Types)
        from host in Gen.OneOf(Hosts)
        from path in Gen.OneOf(Paths)
        from onPage in Gen.Bool
        from title in Gen.OneOf(Titles)
        from custom in Gen.OneOf(Customs)
        from signals in SignalsOfEvents
        from found in Found
        from order in Gen.OneOf("o1", "o2", "o3")
        from value in Gen.OneOf(Amounts)
        from currency in Gen.OneOf("EUR", "BRL")
        from refund in Gen.Int[0, 3]
        select new Happening(0, string.Empty, type, 0, 0)
        {
            Place = type != "identify" && (onPage || type is not ("transaction" or "custom")) ? (host, path) : null,
            Title = title,
            CustomName = custom,
            Signals = signals,
            Traffic = found.Traffic,
            From = found.From,
            Language = found.Language,
            Device = found.Device,
            OrderId = order,
            Value = value,
            Currency = currency,
            IsRefund = refund == 0,
        };

    /// <summary>Up to a dozen events of some visitor, some of them a session or more apart.</summary>
    public static Gen<IReadOnlyList<Happening>> Visit(Gen<string> visitors, Gen<long> startsMs) =>
        from visitor in visitors
        from startMs in startsMs
        from details in Details.List[1, 12]
        from signals in SignalsOfVisits
        from gaps in Gen.OneOf(Gaps).List[12]
        from sequences in Gen.Int[0, 1].List[12]
        select (IReadOnlyList<Happening>)[.. details.Select((one, i) => one with
        {
            Visitor = visitor,
            Ms = startMs + gaps.Take(i).Sum(),
            Sequence = sequences[i],
            Signals = one.Signals | signals,
        })];

    public static readonly Gen<DimensionFilter> Filter =
        from dimension in Gen.OneOf([.. Dimensions.All])
        from comparison in Gen.Enum<FilterOperator>()
        from choice in Gen.Int[0, 1_000]
        select FilterBy(dimension, comparison, choice);

    /// <summary>A filter by one of the values that are of interest, numbered from 0 on and on.</summary>
    public static DimensionFilter FilterBy(Dimension dimension, FilterOperator comparison, int choice)
    {
        var values = ValuesOf(dimension);
        var value = values[choice % values.Length];
        return new DimensionFilter(dimension, comparison, comparison == FilterOperator.Contains ? value ?? "null" : value);
    }

    /// <summary>Events in order of arrival, and questions about them.</summary>
    public static readonly Gen<(Happening[] Events, Question[] Questions)> WithQuestions =
        from occasion in Occasion
        from visits in Visit(
            Gen.OneOf("v1", "V1", "v2", "v3", "v4"), Gen.Long[0, 40 * HourMs].Select(before => occasion.AroundMs - before)).List[0, 6]
        let events = visits.SelectMany(visit => visit).Select((one, number) => one with { Number = number }).ToArray()
        from arrived in events.Length == 0 ? Gen.Const(events) : Gen.Shuffle(events)
        from questions in QuestionsOf(occasion, events, Gen.Int[-3, 1], Gen.Int[1, 5], Filter.List[0, 2]).Array[3]
        select (arrived, questions);

    /// <summary>Questions about some days from one on that is counted from the occasion's.</summary>
    public static Gen<Question> QuestionsOf(
        (DateTimeZone Zone, long AroundMs) occasion, Happening[] events, Gen<int> fromDays, Gen<int> numbersOfDays, Gen<List<DimensionFilter>> filters) =>
        from fromDay in fromDays
        from days in numbersOfDays
        from exactFrom in Gen.Int[0, 2]
        from exactTo in Gen.Int[0, 2]
        from first in Gen.Int[0, 1_000]
        from last in Gen.Int[0, 1_000]
        from bots in Gen.Bool
        from some in filters
        select new Question(
            RangeOf(occasion.Zone, occasion.AroundMs, fromDay, days, TimeOf(events, exactFrom, first), TimeOf(events, exactTo, last)),
            bots,
            some,
            Types[first % Types.Length]);

    // A range that begins or ends exactly with an event tells whether its borders are half-open.
    private static long? TimeOf(Happening[] events, int exact, int which) =>
        exact == 0 && events.Length > 0 ? events[which % events.Length].Ms : null;

    public static ReportRange RangeOf(DateTimeZone zone, long aroundMs, int fromDay, int days, long? fromMs = null, long? toMs = null)
    {
        var date = Instant.FromUnixTimeMilliseconds(aroundMs).InZone(zone).Date.PlusDays(fromDay);
        var (from, to) = (zone.StartOf(date), zone.StartOf(date.PlusDays(days)));
        if (fromMs is { } start)
            from = Instant.FromUnixTimeMilliseconds(start);
        if (toMs is { } end)
            to = Instant.FromUnixTimeMilliseconds(end);
        return from < to ? new ReportRange(from, to, zone) : new ReportRange(from, from + Duration.FromHours(30), zone);
    }
}

/// <summary>A question about a site's events.</summary>
internal sealed record Question(ReportRange Range, bool IncludeBots, IReadOnlyList<DimensionFilter> Filters, string Type)
{
    public ReportScope About(Site site) => new(site, Range, IncludeBots, Filters);

    public override string ToString() =>
        $"{Range.FromTime:O}..{Range.ToTime:O} {Range.Zone.Id} bots={IncludeBots} type={Type} "
        + string.Join(" & ", Filters.Select(one => $"{one.Dimension.Name} {one.Operator} '{one.Value}'"));
}
