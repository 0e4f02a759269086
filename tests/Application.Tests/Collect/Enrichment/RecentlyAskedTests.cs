using CsCheck;
using Tracking.Application.Collect.Enrichment;

namespace Tracking.Application.Tests.Collect.Enrichment;

public class RecentlyAskedTests
{
    private readonly RecentlyAsked<int, string> recent = new(generationSize: 10);

    [Fact]
    public void An_answer_is_remembered()
    {
        recent.Remember(1, "one");

        recent.TryGet(1, out var answer).ShouldBeTrue();
        answer.ShouldBe("one");
        recent.TryGet(2, out _).ShouldBeFalse();
    }

    [Fact]
    public void A_flood_of_questions_makes_it_forget_and_not_grow()
    {
        recent.Remember(-1, "early");
        for (var question = 0; question < 1_000; question++)
            recent.Remember(question, "flood");

        recent.Count.ShouldBeLessThanOrEqualTo(20);
        recent.TryGet(-1, out _).ShouldBeFalse();
        recent.TryGet(999, out _).ShouldBeTrue();
    }

    [Fact]
    public void What_is_asked_again_in_time_stays()
    {
        recent.Remember(-1, "often");
        for (var question = 0; question < 1_000; question++)
        {
            recent.Remember(question, "flood");
            recent.TryGet(-1, out _).ShouldBeTrue();
        }
    }

    [Fact]
    public void Many_that_ask_at_once_get_their_own_answers() => Gen.Int[0, 60].Array[1, 200].Sample(
        questions => Parallel.ForEach(questions, question =>
        {
            recent.Remember(question, $"{question}");
            if (recent.TryGet(question, out var answer))
                answer.ShouldBe($"{question}");
            recent.Count.ShouldBeLessThanOrEqualTo(40);
        }),
        iter: 200, threads: 1);
}
