namespace Tracking.Reliability.Tests.Running;

/// <summary>Why tests cannot run here; <c>null</c> where they can. A test that cannot is skipped by its name, with the reason.</summary>
internal static class Reason
{
    private const string BrokerProgram = "/usr/lib/rabbitmq/bin/rabbitmq-server";

    /// <summary>Against a broker that the test itself stops and kills.</summary>
    public static string? AgainstOwnBroker { get; } =
        File.Exists(BrokerProgram) ? null : "rabbitmq-server is not installed (apt-get install rabbitmq-server)";

    /// <summary>Against any broker.</summary>
    public static string? AgainstBroker { get; } = SharedBroker.Given is null && AgainstOwnBroker is { } reason
        ? $"{reason}, and TRACKING_TEST_RABBITMQ names no broker"
        : null;

    /// <summary>Against a small file system of its own.</summary>
    public static string? AgainstMount { get; } = OperatingSystem.IsLinux() && SmallDisk.CanMount()
        ? null
        : "a tmpfs cannot be mounted here (that takes root)";

    /// <summary>On a terminal.</summary>
    public static string? OnTerminal { get; } =
        OperatingSystem.IsLinux() && File.Exists("/usr/bin/script") ? null : "there is no program script to make a terminal (Debian: bsdutils)";

    /// <summary>Against the example log.</summary>
    public static string? AgainstExampleLog { get; } = Import.ExampleLog.Find() is null
        ? "access.log is neither in TRACKING_TEST_DATA nor in ../shared/data"
        : null;
}

/// <summary>A test that needs a broker.</summary>
internal sealed class BrokerFactAttribute : FactAttribute
{
    public BrokerFactAttribute() => Skip = Reason.AgainstBroker;
}

/// <summary>A test that needs a broker of its own.</summary>
internal sealed class OwnBrokerFactAttribute : FactAttribute
{
    public OwnBrokerFactAttribute() => Skip = Reason.AgainstOwnBroker;
}

/// <summary>A table of tests that need a broker of their own.</summary>
internal sealed class OwnBrokerTheoryAttribute : TheoryAttribute
{
    public OwnBrokerTheoryAttribute() => Skip = Reason.AgainstOwnBroker;
}

/// <summary>A test that needs a small disk.</summary>
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute() => Skip = Reason.AgainstMount;
}

/// <summary>A test that needs the example log.</summary>
internal sealed class ExampleLogFactAttribute : FactAttribute
{
    public ExampleLogFactAttribute() => Skip = Reason.AgainstExampleLog;
}

/// <summary>A test that needs a terminal.</summary>
internal sealed class TerminalFactAttribute : FactAttribute
{
    public TerminalFactAttribute() => Skip = Reason.OnTerminal;
}
