using Tracking.Infrastructure.Consent;

namespace Tracking.Infrastructure.Tests.Consent;

public class SubjectFilterTests
{
    private const int Subjects = 20_000;
    private readonly Random random = new(20260517);

    [Fact]
    public void Whoever_was_added_may_be_held_also_past_what_it_was_made_for()
    {
        var filter = new SubjectFilter(Subjects / 10);
        var keys = Keys();
        foreach (var key in keys)
            filter.Add(key);

        keys.ShouldAllBe(key => filter.MayHold(key));
    }

    [Fact]
    public void Of_strangers_about_one_in_400_is_not_told()
    {
        var filter = new SubjectFilter(Subjects);
        foreach (var key in Keys())
            filter.Add(key);

        (Keys().Count(filter.MayHold) / (double)Subjects).ShouldBeInRange(0, 0.005);
    }

    [Fact]
    public void An_empty_one_holds_nobody()
    {
        var filter = new SubjectFilter(0);

        Keys().ShouldAllBe(key => !filter.MayHold(key));
    }

    private Guid[] Keys()
    {
        var bytes = new byte[16];
        return [.. Enumerable.Range(0, Subjects).Select(_ =>
        {
            random.NextBytes(bytes);
            return new Guid(bytes);
        })];
    }
}
