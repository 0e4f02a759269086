using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Tracking.Application.Sites;

namespace Tracking.Api.Operation;

/// <summary>What a start prints: where it listens, and two lines to paste: one sends an event, one reads it back.</summary>
internal static class StartBanner
{
    /// <summary>
    /// Shows a new secret key on a terminal, and else where it lies. It is said before the service starts, which can fail: this is the only
    /// time that the key is known.
    /// </summary>
    /// <returns>What stands for the key in a shell line.</returns>
    public static string ShowSecretKey(FirstSite first)
    {
        if (first.NewSecretKey is { } key && !Console.IsOutputRedirected)
        {
            Console.WriteLine($"Secret key: {key}   (shown this once: keep it)");
            File.Delete(first.SecretKeyFile!);
            return key;
        }

        if (first.SecretKeyFile is not { } path)
            return "YOUR_SECRET_KEY";
        if (first.NewSecretKey is not null)
            Console.WriteLine($"Secret key: written to {path}, which only you can read");
        return $"$(cat '{path}')";
    }

    /// <summary>Prints it.</summary>
    /// <remarks>A worker has nothing to send to.</remarks>
    public static void Print(WebApplication app, FirstSite first, string folder, string secretKey, bool accepts)
    {
        var url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()
            .Replace("[::]", "127.0.0.1", StringComparison.Ordinal).Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal);
        var writer = Console.Out;
        writer.WriteLine();
        writer.WriteLine($"Tracking listens on {url}   data: {folder}   site: {first.Site}");
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
