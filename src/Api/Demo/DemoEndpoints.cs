using Microsoft.AspNetCore.StaticFiles;

namespace Tracking.Api.Demo;

/// <summary>A small shop whose visitors are tracked, to see it work. In development only.</summary>
internal static class DemoEndpoints
{
    private const string Root = "built/demo/";
    private const string KeyPlace = "__WRITE_KEY__";

    /// <summary>Maps it.</summary>
    public static void MapDemo(this WebApplication app, DemoKey key)
    {
        if (!app.Environment.IsDevelopment())
            return;
        var types = new FileExtensionContentTypeProvider();
        app.MapGet("/demo/{**path}", async (string? path, IWebHostEnvironment environment) =>
        {
            // The shop is one page: what is no file of its own is a view of it.
            var file = environment.WebRootFileProvider.GetFileInfo(Root + path);
            if (string.IsNullOrEmpty(path) || !file.Exists)
                file = environment.WebRootFileProvider.GetFileInfo(Root + "index.html");
            if (!file.Exists)
                return Results.NotFound();
            var type = types.TryGetContentType(file.Name, out var known) ? known : "application/octet-stream";
            if (type != "text/html")
                return Results.Stream(file.CreateReadStream(), type);
            using var reader = new StreamReader(file.CreateReadStream());
            return Results.Content((await reader.ReadToEndAsync()).Replace(KeyPlace, key.WriteKey, StringComparison.Ordinal), "text/html; charset=utf-8");
        }).ExcludeFromDescription();
    }
}

/// <summary>The public key that the demo's pages send with; known once the first site is.</summary>
internal sealed class DemoKey
{
    /// <summary>The key; empty while there is none.</summary>
    public string WriteKey { get; set; } = string.Empty;
}
