using System.CommandLine;
using System.CommandLine.Parsing;
using Tracking.Load.Bare;
using Tracking.Load.Running;

namespace Tracking.Load;

/// <summary>The command line.</summary>
internal static class LoadCommand
{
    /// <summary>The command with which this program starts itself as the bare endpoint.</summary>
    public const string Bare = "bare";

    private const string Both = "both";

    private static readonly int[] AllRows = [1, 2, 3, 6, 7];

    private static readonly Option<string> ModeOption = new("--mode")
    {
        Description = "How the service is set up: one process with spool and Sqlite, or RabbitMQ with an api and a worker process.",
        DefaultValueFactory = _ => Both,
    };

    private static readonly Option<string> RowsOption = new("--rows")
    {
        Description = "What is measured: 1 accepted events at saturation, against a bare endpoint; 2 latency at 2,000 requests/s; "
            + "3 from 202 to visible in the overview at 2,000 events/s; 6 from process start to the first 202; 7 memory.",
        DefaultValueFactory = _ => string.Join(',', AllRows),
    };

    private static readonly Option<int> Rounds = Number("--rounds", "Interleaved rounds, of which medians are shown.", 3, 1, 50);
    private static readonly Option<int> Seconds = Number("--seconds", "Duration of each measurement.", 8, 1, 600);

    private static readonly Option<int> Sustained = Number(
        "--sustained", "Minutes of load that is accepted and stored (row 1e, and row 7 under load); 0: none.", 0, 0, 60);

    private static readonly Option<int> Rate = Number(
        "--rate", "Events a second of the sustained load; 0: as many as are stored without a growing backlog.", 0, 0, 200_000);

    private static readonly Option<int> Batch = Number("--batch", "Events a request of the sustained load.", 20, 1, 100);

    private static readonly Option<bool> Saturate = new("--saturate")
    {
        Description = "The sustained load is all that is accepted instead, and what is not stored yet waits on disk: about 1 KB an event.",
    };

    private static readonly Option<int> Outage = Number(
        "--outage", "Minutes in the middle of the sustained load for which the broker is away (rabbitmq, with --saturate or --rate); 0: none.", 0, 0, 30);

    private static readonly Option<int> Replay = Number(
        "--replay", "Events that lie in the spool of an embedded service which was killed and is started under load (row 6); 0: not measured.",
        0, 0, 10_000_000);

    private static readonly Option<bool> Forwards = new("--destinations")
    {
        Description = "Events are forwarded to two destinations meanwhile: a webhook, served by the bare endpoint's process, and files.",
    };

    private static readonly Option<bool> Isolated = new("--ill")
    {
        Description = "What four destinations that take nothing cost a healthy one and those who send, each round without and with them.",
    };

    /// <summary>Makes it.</summary>
    public static RootCommand Create()
    {
        ModeOption.AcceptOnlyFromAmong("embedded", "rabbitmq", Both);
        RowsOption.Validators.Add(CheckRows);
        var root = new RootCommand("Measures the service over loopback; starts, and ends, all it needs. Figures go to standard output.")
        {
            ModeOption, RowsOption, Rounds, Seconds, Sustained, Rate, Batch, Saturate, Outage, Replay, Forwards, Isolated,
        };
        root.Validators.Add(CheckSustained);
        root.SetAction((parsed, stop) => LoadSession.RunAsync(Read(parsed), stop));

        var address = new Argument<string>("URL");
        var bare = new Command(Bare, "Serves the bare endpoint.") { address };
        bare.Hidden = true;
        bare.SetAction((parsed, stop) => BareServer.RunAsync(parsed.GetRequiredValue(address), stop));
        root.Add(bare);
        return root;
    }

    private static LoadPlan Read(ParseResult parsed) => new(
        parsed.GetRequiredValue(ModeOption) switch
        {
            Both => [Mode.Embedded, Mode.RabbitMq],
            var one => [Enum.Parse<Mode>(one, ignoreCase: true)],
        },
        RowsIn(parsed.GetRequiredValue(RowsOption)),
        parsed.GetValue(Rounds),
        TimeSpan.FromSeconds(parsed.GetValue(Seconds)),
        parsed.GetValue(Sustained) == 0 ? null : new SustainedPlan(
            TimeSpan.FromMinutes(parsed.GetValue(Sustained)),
            parsed.GetValue(Batch),
            parsed.GetValue(Rate),
            parsed.GetValue(Saturate),
            TimeSpan.FromMinutes(parsed.GetValue(Outage))),
        parsed.GetValue(Replay),
        parsed.GetValue(Forwards),
        parsed.GetValue(Isolated));

    private static HashSet<int> RowsIn(string text) => [.. text.Split(',').Select(row => int.TryParse(row, out var number) ? number : 0)];

    private static void CheckRows(OptionResult result)
    {
        if (!RowsIn(result.GetValueOrDefault<string>() ?? string.Empty).IsSubsetOf(AllRows))
            result.AddError($"--rows must be some of {string.Join(',', AllRows)}, with commas between.");
    }

    private static void CheckSustained(CommandResult result)
    {
        var outage = result.GetValue(Outage);
        if (outage == 0)
            return;
        if (outage >= result.GetValue(Sustained))
            result.AddError("--outage must be shorter than --sustained.");
        if (!result.GetValue(Saturate) && result.GetValue(Rate) == 0)
            result.AddError("--outage needs --saturate or --rate: as much as is stored would be nothing.");
    }

    private static Option<int> Number(string name, string description, int byDefault, int least, int most)
    {
        var option = new Option<int>(name) { Description = $"{description} {least} to {most:N0}.", DefaultValueFactory = _ => byDefault };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, out var number) && number >= least && number <= most))
                result.AddError($"{name} must be a number of {least} to {most:N0}, not {token.Value}.");
        });
        return option;
    }
}
