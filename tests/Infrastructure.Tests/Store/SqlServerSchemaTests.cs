using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Tracking.Infrastructure.Tests.Store;

/// <summary>The schema on SQL Server, held without a server.</summary>
public sealed class SqlServerSchemaTests
{
    /// <summary>The schema as EF would create it.</summary>
    internal static IEnumerable<string> Schema()
    {
        using var db = new SqlServerStatements().CreateDbContext();
        return [.. TSql.Definitions(db.Database.GenerateCreateScript())];
    }

    [Fact]
    public void The_schema_fits_together() => TSql.Problems(Schema()).ShouldBeEmpty();

    [Fact]
    public void The_schema_check_sees_a_name_that_is_not_there() =>
        TSql.Problems([.. Schema(), "CREATE PROCEDURE [wrong] AS SELECT Nonesuch FROM Events"]).ShouldNotBeEmpty();

    [Theory, InlineData(MigrationsSqlGenerationOptions.Default), InlineData(MigrationsSqlGenerationOptions.Idempotent)]
    public void The_migrations_are_T_SQL(MigrationsSqlGenerationOptions options)
    {
        using var db = new SqlServerStatements().CreateDbContext();
        var script = db.GetService<IMigrator>().GenerateScript(options: options);
        script.ShouldContain("CREATE TABLE [Events]");
        TSql.Errors(script).ShouldBeEmpty();
    }

    [Theory, InlineData("SELECT FROM Events"), InlineData("EXEC(N'SELECT FROM Events')")]
    public void The_grammar_check_sees_what_is_no_T_SQL(string wrong) => TSql.Errors(wrong).ShouldNotBeEmpty();
}
