using System.Text.Json;
using Tracking.Application.Collect;
using Tracking.Domain.Sites;
using Tracking.Infrastructure.Store.Events;

namespace Tracking.Infrastructure.Tests.Store;

public class StoredDataTests
{
    private static readonly JsonSerializerOptions Strict = new(StoredData.Json)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    public static TheoryData<string> Types => [.. EventTypes.All.Select(type => type.Name)];

    [Theory, MemberData(nameof(Types))]
    public void The_stored_properties_are_the_contracts_record(string name)
    {
        var type = EventTypes.Find(name)!;
        var collected = TestEvents.OfEveryType(new Site(7, "shop", new SiteSettings())).Single(one => EventTypes.Of(one) == type);
        var stored = JsonSerializer.Deserialize<StoredData>(StoredData.Of(collected), Strict)!;

        JsonSerializer.Serialize(((JsonElement)stored.Properties!).Deserialize(type.Contract, Strict), Strict)
            .ShouldBe(JsonSerializer.Serialize(type.ToContract(collected), Strict));
    }

    [Theory, MemberData(nameof(Types))]
    public void The_stored_surroundings_are_the_events(string name)
    {
        var collected = TestEvents.OfEveryType(new Site(7, "shop", new SiteSettings())).Single(one => EventTypes.Of(one).Name == name);
        var stored = JsonSerializer.Deserialize<StoredData>(StoredData.Of(collected), Strict)!;

        JsonSerializer.Serialize(stored.Context).ShouldBe(JsonSerializer.Serialize(collected.Header.Context));
        stored.PageUrl.ShouldBe(collected.PageUrl);
    }
}
