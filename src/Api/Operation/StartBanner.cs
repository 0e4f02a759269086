using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Tracking.Application.Sites;

namespace Tracking.Api.Operation;

/// <summary>What a start prints: where it listens, and two lines to paste: one sends an event, one reads it back.</summary>
internal static class StartBanner
{
    private const string SecretKeyFile = "secret-key";

    /// <summary>Where a secret key is kept that could not be shown.</summary>
    public static string SecretKeyPath(string folder) => Path.Combine(folder, SecretKeyFile);

    /// <summary>Keeps a new secret key where it was not shown: in a file that its owner alone can read.</summary>
    /// <returns>What stands for the key in a shell line.</returns>
    public static string KeepSecretKey(FirstSite first, string folder)
    {
        var path = SecretKeyPath(folder);
        if (first.NewSecretKey is not { } key)
            return File.Exists(path) ? $"$(cat '{path}')" : "YOUR_SECRET_KEY";
        if (!Console.IsOutputRedirected)
            return key;
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(path, options))
            writer.Write(key);
        return $"$(cat '{path}')";
    }

    /// <summary>Prints it.</summary>
    /// <remarks>A worker has nothing to send to, but a key that it has just made is shown or its place is named all the same.</remarks>
    public static void Print(WebApplication app, FirstSite first, string folder, string secretKey, bool accepts)
    {
        var url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()
            .Replace("[::]", "127.0.0.1", StringComparison.Ordinal).Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal);
        var writer = Console.Out;
        writer.WriteLine();
        writer.WriteLine($"Tracking listens on {url}   data: {folder}   site: {first.Site}");
        if (first.NewSecretKey is not null)
        {
            writer.WriteLine(Console.IsOutputRedirected
                ? $"  secret key    written to {SecretKeyPath(folder)}, which only you can read"
                : $"  secret key    {first.NewSecretKey}   (shown this once: keep it)");
        }

        if (!accepts)
        {
            writer.Flush();
            return;
        }

        if (first.WriteKey is { } writeKey)
        {
            writer.WriteLine($"  write key     {writeKey}");
            writer.WriteLine();
            writer.WriteLine("Send an event:");
            writer.WriteLine($"  curl -X POST {url}/v1/events -H 'X-Api-Key: {writeKey}' -H 'Content-Type: application/json' "
                + "-d '{\"type\":\"page_view\",\"properties\":{\"url\":\"https://shop.example/welcome\",\"title\":\"Welcome\"}}'");
        }

        writer.WriteLine();
        writer.WriteLine("Read it back:");
        writer.WriteLine($"  curl -H \"X-Api-Key: {secretKey}\" '{url}/v1/reports/overview'");
        writer.WriteLine($"  curl -H \"X-Api-Key: {secretKey}\" '{url}/v1/reports/events?limit=1'");
        writer.WriteLine();
        writer.WriteLine($"Look around: {url}/docs" + (app.Environment.IsDevelopment() ? $" and {url}/demo/" : string.Empty));
        writer.WriteLine();
        writer.Flush();
    }
}
