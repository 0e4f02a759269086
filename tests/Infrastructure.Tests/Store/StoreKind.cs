using System.Reflection;
using Xunit.Sdk;

namespace Tracking.Infrastructure.Tests.Store;

/// <summary>On which store a test runs.</summary>
public enum StoreKind
{
    Sqlite,
    SqlServer,
}

/// <summary>Runs the test on Sqlite.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnSqliteAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[StoreKind.Sqlite]];
}

/// <summary>Runs the test on SQL Server where there is one; else it is skipped, and says why.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnSqlServerAttribute : DataAttribute
{
    public OnSqlServerAttribute() => Skip = SqlServerForTests.WhyNot!;

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[StoreKind.SqlServer]];
}
