using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Tracking.Infrastructure.Tests.Enrichment.Geo;

/// <summary>
/// Writes a small file in the MaxMind DB format, version 2.0: a tree of 24-bit records, the entries, the metadata. Entries are written out
/// for each network, without pointers.
/// </summary>
/// <param name="kind">What it says it is.</param>
/// <param name="ipVersion">6 (IPv4 lies within, below <c>::/96</c>) or 4.</param>
internal sealed class MadeDatabase(string kind, int ipVersion = 6)
{
    private const int Empty = -1;
    private const int FirstEntry = -2;

    private readonly List<int[]> nodes = [[Empty, Empty]];
    private readonly List<byte[]> entries = [];

    public DateTimeOffset BuiltAt { get; init; } = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A file as GeoLite2 City has it, of one place.</summary>
    public static MadeDatabase City(string network, string country, string? region = null, string? city = null) =>
        new MadeDatabase("GeoLite2-City").Add(network, Entry(country, region, city));

    /// <summary>An entry as GeoLite2 City has it.</summary>
    public static Dictionary<string, object> Entry(string country, string? region = null, string? city = null)
    {
        var entry = new Dictionary<string, object>
        {
            ["continent"] = new Dictionary<string, object> { ["code"] = "EU" },
            ["country"] = new Dictionary<string, object> { ["iso_code"] = country, ["names"] = Names($"Country {country}") },
            ["registered_country"] = new Dictionary<string, object> { ["iso_code"] = "US" },
        };
        if (region is not null)
        {
            entry["subdivisions"] = new object[]
            {
                new Dictionary<string, object> { ["iso_code"] = "R", ["names"] = Names(region) },
                new Dictionary<string, object> { ["names"] = Names("A part of " + region) },
            };
        }

        if (city is not null)
            entry["city"] = new Dictionary<string, object> { ["geoname_id"] = 7u, ["names"] = Names(city) };
        return entry;

        static Dictionary<string, object> Names(string english) => new() { ["de"] = english + " auf Deutsch", ["en"] = english };
    }

    /// <summary>Says something of a network (<c>198.45.1.0/24</c>, <c>2001:218::/32</c>) that none before overlaps.</summary>
    public MadeDatabase Add(string network, object entry)
    {
        var parsed = IPNetwork.Parse(network);
        var (bytes, length) = (parsed.BaseAddress.GetAddressBytes(), parsed.PrefixLength);
        if (ipVersion == 6 && bytes.Length == 4)
            (bytes, length) = ([.. new byte[12], .. bytes], length + 96);
        var written = new MemoryStream();
        Write(written, entry);
        entries.Add(written.ToArray());

        var node = 0;
        for (var bit = 0; bit < length; bit++)
        {
            var side = (bytes[bit / 8] >> (7 - (bit % 8))) & 1;
            if (bit == length - 1)
            {
                nodes[node][side] = FirstEntry - (entries.Count - 1);
                break;
            }

            if (nodes[node][side] == Empty)
            {
                nodes.Add([Empty, Empty]);
                nodes[node][side] = nodes.Count - 1;
            }

            node = nodes[node][side];
        }

        return this;
    }

    public byte[] ToBytes()
    {
        var file = new MemoryStream();
        foreach (var record in nodes.SelectMany(node => node))
        {
            var value = record switch
            {
                Empty => nodes.Count,
                <= FirstEntry => nodes.Count + 16 + entries.Take(FirstEntry - record).Sum(entry => entry.Length),
                _ => record,
            };
            file.Write([(byte)(value >> 16), (byte)(value >> 8), (byte)value]);
        }

        file.Write(new byte[16]);
        foreach (var entry in entries)
            file.Write(entry);
        file.Write([0xab, 0xcd, 0xef, .. "MaxMind.com"u8]);
        Write(file, new Dictionary<string, object>
        {
            ["binary_format_major_version"] = (ushort)2,
            ["binary_format_minor_version"] = (ushort)0,
            ["build_epoch"] = (ulong)BuiltAt.ToUnixTimeSeconds(),
            ["database_type"] = kind,
            ["description"] = new Dictionary<string, object> { ["en"] = "Made by a test" },
            ["ip_version"] = (ushort)ipVersion,
            ["languages"] = new object[] { "en" },
            ["node_count"] = (uint)nodes.Count,
            ["record_size"] = (ushort)24,
        });
        return file.ToArray();
    }

    private static void Write(Stream to, object value)
    {
        switch (value)
        {
            case string text:
                var utf8 = Encoding.UTF8.GetBytes(text);
                Control(to, 2, utf8.Length);
                to.Write(utf8);
                break;
            case ushort number:
                Control(to, 5, 2);
                to.Write([(byte)(number >> 8), (byte)number]);
                break;
            case uint number:
                Control(to, 6, 4);
                Span<byte> four = stackalloc byte[4];
                BinaryPrimitives.WriteUInt32BigEndian(four, number);
                to.Write(four);
                break;
            case ulong number:
                Control(to, 9, 8);
                Span<byte> eight = stackalloc byte[8];
                BinaryPrimitives.WriteUInt64BigEndian(eight, number);
                to.Write(eight);
                break;
            case bool flag:
                Control(to, 14, flag ? 1 : 0);
                break;
            case object[] list:
                Control(to, 11, list.Length);
                foreach (var item in list)
                    Write(to, item);
                break;
            case Dictionary<string, object> map:
                Control(to, 7, map.Count);
                foreach (var (key, item) in map)
                {
                    Write(to, key);
                    Write(to, item);
                }

                break;
            default:
                throw new ArgumentException($"{value.GetType()} is not of the format.");
        }
    }

    /// <summary>Type and size of a value; sizes up to 284 are enough here.</summary>
    private static void Control(Stream to, int type, int size)
    {
        to.WriteByte((byte)(((type <= 7 ? type : 0) << 5) | Math.Min(size, 29)));
        if (type > 7)
            to.WriteByte((byte)(type - 7));
        if (size >= 29)
            to.WriteByte(checked((byte)(size - 29)));
    }
}
