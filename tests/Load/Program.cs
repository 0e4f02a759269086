using System.CommandLine;
using System.Globalization;
using Tracking.Load;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;

// An answer is read, and the next request sent, on the thread that learns of it: without a way over the thread pool the load costs less
// beside what it measures. Read before the first socket is opened; the servers do not inherit it.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");

return await LoadCommand.Create().Parse(args).InvokeAsync(new InvocationConfiguration
{
    // Ctrl+C ends all that was started; a broker takes its time.
    ProcessTerminationTimeout = TimeSpan.FromMinutes(2),
});
