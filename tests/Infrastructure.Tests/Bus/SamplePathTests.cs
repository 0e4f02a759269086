using System.Text.Json;
using Tracking.Application.Collect;
using Tracking.Infrastructure.Bus;

namespace Tracking.Infrastructure.Tests.Bus;

/// <summary>What a rejected event's sample names: the contract's own paths, and nothing that a sender made up.</summary>
public class SamplePathTests
{
    public static TheoryData<string> Types => [.. EventTypes.All.Select(type => type.Name)];

    [Theory, MemberData(nameof(Types))]
    public void The_properties_of_every_event_types_contract_are_named(string type)
    {
        var contract = EventTypes.Find(type)!.Contract;
        // A custom event's are the sender's own.
        var properties = contract.Namespace == "Tracking.Contracts.Events" ? contract.GetProperties() : [];
        foreach (var property in properties)
        {
            var path = $"properties.{JsonNamingPolicy.CamelCase.ConvertName(property.Name)}";
            SamplePath.Of(path).ShouldBe(path);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("messageId")]
    [InlineData("context.page.url")]
    [InlineData("properties.element.href")]
    [InlineData("properties.form.id")]
    [InlineData("properties.field.value")]
    [InlineData("properties.items")]
    [InlineData("properties.items[12]")]
    [InlineData("properties.items[0].sku")]
    [InlineData("properties.traits")]
    public void A_path_of_the_contract_is_named(string path) => SamplePath.Of(path).ShouldBe(path);

    [Theory]
    [InlineData("properties.maria@example.org", "properties.*")]
    [InlineData("properties.url.maria", "properties.*")]
    [InlineData("properties.items[0].maria", "properties.*")]
    [InlineData("properties.items.sku", "properties.*")]
    [InlineData("properties.form.maria", "properties.*")]
    [InlineData("properties.length", "properties.*")]
    [InlineData("properties.traits.maria", "properties.traits.*")]
    [InlineData("context.clickIds.maria", "context.clickIds.*")]
    [InlineData("maria", "properties.*")]
    public void What_a_sender_named_is_not(string path, string sample) => SamplePath.Of(path).ShouldBe(sample);
}
