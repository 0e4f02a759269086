using Tracking.Infrastructure.Installation;

namespace Tracking.Infrastructure.Tests.Installation;

public sealed class SecretKeyFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("tracking-tests-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Of_the_keys_that_were_written_down_the_stored_one_stays()
    {
        var file = new SecretKeyFile(new DataOptions { Directory = folder });
        file.Write("sk_lost");
        file.Write("sk_stored");

        file.Settle(key => key == "sk_stored");

        File.ReadAllText(Directory.GetFiles(folder).ShouldHaveSingleItem()).ShouldBe("sk_stored");
        file.Path.ShouldBe(Path.Combine(folder, "secret-key"));
    }

    [Theory, InlineData("secret-key.bak"), InlineData("secret-key.txt"), InlineData("secret-key.old.gpg"), InlineData("secret-key.2026")]
    public void An_operators_copy_is_left_alone(string name)
    {
        var copy = Path.Combine(folder, name);
        File.WriteAllText(copy, "sk_of_another_time\n");

        new SecretKeyFile(new DataOptions { Directory = folder }).Settle(_ => false);

        File.Exists(copy).ShouldBeTrue();
    }
}
