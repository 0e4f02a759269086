using Microsoft.Data.SqlClient;
using Tracking.Infrastructure.Store.SqlServer;

namespace Tracking.Infrastructure.Tests.Store;

/// <summary>Which failures of a bulk copy end its use.</summary>
public sealed class BulkCopyTrialTests
{
    private readonly BulkCopyTrial trial = new();
    private int copies;
    private int inserts;

    [Fact]
    public async Task One_failure_ends_nothing_and_many_in_a_row_do_which_is_told_once()
    {
        for (var round = 0; round < 10; round++)
        {
            (await RunAsync(Refusal())).ShouldBeFalse();
            (await RunAsync(Refusal())).ShouldBeFalse();
            (await RunAsync()).ShouldBeFalse();
        }

        (copies, inserts).ShouldBe((30, 20));

        List<bool> told = [];
        for (var round = 0; round < 5; round++)
            told.Add(await RunAsync(Refusal()));
        told.ShouldBe([false, false, true, false, false]);
        (copies, inserts).ShouldBe((33, 25));
    }

    [Fact]
    public async Task What_the_client_does_not_send_goes_by_statements_whose_error_is_told_and_ends_nothing()
    {
        for (var round = 0; round < 5; round++)
        {
            (await Should.ThrowAsync<InvalidDataException>(() => RunAsync(
                new InvalidOperationException("The given value cannot be converted."), insertFails: new InvalidDataException("The server's words.")))).ShouldNotBeNull();
        }

        (copies, inserts).ShouldBe((5, 5));
    }

    [Fact]
    public async Task Nothing_goes_by_statements_where_the_transaction_is_gone_or_the_database_has_trouble_of_its_own()
    {
        await Should.ThrowAsync<SqlException>(() => RunAsync(Refusal(), isOpen: false));
        await Should.ThrowAsync<SqlException>(() => RunAsync(SqlErrors.Of(1205, 13, "Transaction was deadlocked.")));
        await Should.ThrowAsync<SqlException>(() => RunAsync(SqlErrors.Of(9002, 17, "The transaction log is full.")));
        await Should.ThrowAsync<OperationCanceledException>(() => RunAsync(new OperationCanceledException()));
        inserts.ShouldBe(0);
    }

    private static SqlException Refusal() => SqlErrors.Of(4022, 16, "Bulk load data was expected but not sent.");

    private Task<bool> RunAsync(Exception? copyFails = null, Exception? insertFails = null, bool isOpen = true) => trial.RunAsync(
        () =>
        {
            copies++;
            return copyFails is null ? Task.CompletedTask : Task.FromException(copyFails);
        },
        () =>
        {
            inserts++;
            return insertFails is null ? Task.CompletedTask : Task.FromException(insertFails);
        },
        () => isOpen);
}
