using System.CommandLine;
using System.Globalization;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Tracking.Api.Composition;
using Tracking.Api.Import;
using Tracking.Api.Operation;
using Tracking.Infrastructure.Installation;

// The same everywhere. (InvariantGlobalization would do so too, and SQL Server's client refuses to work with it.)
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;

FileRights.OwnerOnly();

var file = new Argument<string>("FILE") { Description = "A web server's log in common or combined format, plain or gzip; - reads standard input." };
var site = new Option<string>("--site") { Description = "The site whose pages they are.", Required = true };
var host = new Option<string?>("--host") { Description = "Scheme and host of the pages (https://shop.example); default: the log's, else the site's first host, else https://SITE.invalid." };

var serve = new Command("serve", "Runs the service (the default).");
var migrate = new Command("migrate", "Brings the database up to this release and makes the first site and keys.");
var import = new Command("import", "Reads a web server's log into page views; safe to run again.") { file, site, host };
var reclassify = new Command("reclassify", "Judges stored events by today's list of programs (bots), and corrects every figure; safe to stop and run again.");
var replay = new Option<bool>("--replay") { Description = "Stores them again, and lets go of those that are stored." };
var delete = new Option<bool>("--delete") { Description = "Stores them again, and deletes for good those that still cannot be stored." };
var setAside = new Command("set-aside", "Shows accepted events that could not be stored, each with its reason.") { replay, delete };
var root = new RootCommand("Tracking: first-party, server-side web tracking. Settings are environment variables (docs/operate) or --Section:Name=value.")
{
    serve, migrate, import, reclassify, setAside,
};
foreach (var command in root.Subcommands.Prepend(root))
    command.TreatUnmatchedTokensAsErrors = false;
root.SetAction((parsed, stop) => ServeCommand.RunAsync(SettingsOf(parsed), stop));
serve.SetAction((parsed, stop) => ServeCommand.RunAsync(SettingsOf(parsed), stop));
migrate.SetAction((parsed, stop) => MigrateCommand.RunAsync(SettingsOf(parsed), stop));
reclassify.SetAction((parsed, stop) => ReclassifyCommand.RunAsync(SettingsOf(parsed), stop));
setAside.SetAction((parsed, stop) => SetAsideCommand.RunAsync(parsed.GetValue(replay), parsed.GetValue(delete), SettingsOf(parsed), stop));
import.SetAction((parsed, stop) => ImportCommand.RunAsync(
    parsed.GetRequiredValue(file), parsed.GetRequiredValue(site), parsed.GetValue(host), SettingsOf(parsed), stop));
string[] SettingsOf(ParseResult parsed) => SettingArguments.Check(parsed.UnmatchedTokens, [.. root.Subcommands.Select(command => command.Name)]);

try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,
        // Longer than the service takes to stop (9 s): by default a stop of over 2 s is cut off, with exit code 143.
        ProcessTerminationTimeout = TimeSpan.FromSeconds(15),
    });
}
catch (Exception exception) when (StoreConnection.WordsOf(exception) is { } words)
{
    // Thrown only by what needs the database: a worker's start, migrate, import and reclassify. An api process starts without it.
    Console.Error.WriteLine($"ConnectionStrings__Tracking names a database that cannot be used: {words} Allowed: one that is there and that its user may migrate");
    return 1;
}
catch (IOException exception) when (exception.InnerException is AddressInUseException)
{
    Console.Error.WriteLine($"{exception.Message} Another program listens there: end it, or give this one a port of its own, such as --urls http://127.0.0.1:5081 (ASPNETCORE_URLS sets the same)");
    return 1;
}
catch (SocketException exception)
{
    Console.Error.WriteLine($"--urls names an address where this process may not listen: {exception.Message}. "
        + "Allowed: one of this machine, such as 127.0.0.1, or 0.0.0.0 for all of them; ports below 1024 need a right of their own");
    return 1;
}
catch (IOException exception)
{
    // Another process uses the data folder, say: the message says which.
    Console.Error.WriteLine(exception.Message);
    return 1;
}
catch (FormatException exception)
{
    // --urls are among the settings that were checked.
    Console.Error.WriteLine($"Kestrel__Endpoints__…__Url: {exception.Message} Allowed: http://ADDRESS:PORT");
    return 2;
}
catch (WrongSettingsException exception)
{
    foreach (var line in exception.Lines)
        Console.Error.WriteLine(line);
    return 2;
}
