using System.Diagnostics;

namespace Tracking.Api.Tests.Docs;

/// <summary>The commands of the docs work.</summary>
public sealed class DocsTests
{
    [Fact]
    public async Task Every_command_of_the_docs_works_when_pasted()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Tracking.sln")))
            root = root.Parent ?? throw new DirectoryNotFoundException("These tests run from within the repository.");
        var build = new DirectoryInfo(AppContext.BaseDirectory);
        var service = Path.Combine(root.FullName, "src", "Api", "bin", build.Parent!.Name, build.Name, "Tracking.Api.dll");
        using var docs = Process.Start(new ProcessStartInfo("bash", [Path.Combine(root.FullName, "tests", "docs"), service])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

        var errors = docs.StandardError.ReadToEndAsync();
        var output = await docs.StandardOutput.ReadToEndAsync();
        await docs.WaitForExitAsync();

        docs.ExitCode.ShouldBe(0, output + await errors);
        output.ShouldContain("# fail 0");
    }
}
