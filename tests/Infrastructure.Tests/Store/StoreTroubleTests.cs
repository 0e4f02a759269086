using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Tracking.Infrastructure.Store;

namespace Tracking.Infrastructure.Tests.Store;

/// <summary>What is the database's own trouble is no event's fault, and a refusal of an event does not stop all storing.</summary>
public sealed class StoreTroubleTests
{
    [Theory]
    [InlineData(0, 11, "A severe error occurred on the current command: the connection broke.")]
    [InlineData(-2, 11, "Execution Timeout Expired.")]
    [InlineData(701, 17, "There is insufficient system memory.")]
    [InlineData(926, 14, "The database cannot be opened. It has been marked SUSPECT by recovery.")]
    [InlineData(927, 14, "The database cannot be opened. It is in the middle of a restore.")]
    [InlineData(942, 14, "The database cannot be opened because it is offline.")]
    [InlineData(976, 14, "The target database is participating in an availability group and is currently not accessible for queries.")]
    [InlineData(1105, 17, "Could not allocate space, because the filegroup is full.")]
    [InlineData(1205, 13, "Transaction was deadlocked.")]
    [InlineData(1222, 16, "Lock request time out period exceeded.")]
    [InlineData(3906, 16, "Failed to update database because the database is read-only.")]
    [InlineData(9002, 17, "The transaction log is full.")]
    [InlineData(10054, 20, "An existing connection was forcibly closed by the remote host.")]
    [InlineData(18456, 14, "Login failed for user.")]
    [InlineData(40613, 14, "Database on server is not currently available.")]
    [InlineData(50000, 16, "The lock of the event writers was not granted.")]
    public void Of_SQL_Server_it_is_room_connection_lock_time_and_a_database_that_is_not_there(int number, byte severity, string words) =>
        StoreTrouble.Is(new DbUpdateException("EF's own words", SqlErrors.Of(number, severity, words))).ShouldBeTrue();

    [Theory]
    [InlineData(220, 16, "Arithmetic overflow error for data type tinyint.")]
    [InlineData(245, 16, "Conversion failed.")]
    [InlineData(515, 16, "Cannot insert the value NULL into a column.")]
    [InlineData(547, 16, "The INSERT statement conflicted with the CHECK constraint.")]
    [InlineData(2627, 14, "Violation of PRIMARY KEY constraint.")]
    [InlineData(2628, 16, "String or binary data would be truncated.")]
    public void Of_SQL_Server_no_refusal_of_a_value_is_trouble(int number, byte severity, string words) =>
        StoreTrouble.Is(new DbUpdateException("EF's own words", SqlErrors.Of(number, severity, words))).ShouldBeFalse();

    [Theory]
    [InlineData(5, true)]
    [InlineData(10, true)]
    [InlineData(13, true)]
    [InlineData(14, true)]
    [InlineData(18, false)]
    [InlineData(19, false)]
    [InlineData(20, false)]
    public void Of_Sqlite_it_is_told_by_the_result_code(int code, bool isTrouble) =>
        StoreTrouble.Is(new DbUpdateException("EF's own words", new SqliteException("words", code))).ShouldBe(isTrouble);

    [Fact]
    public async Task A_connection_that_was_closed_before_it_came_to_a_statement_is_trouble()
    {
        await using var connection = new SqlConnection("Server=none");
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT 1";
        var closed = await Should.ThrowAsync<InvalidOperationException>(() => command.ExecuteScalarAsync());
        StoreTrouble.Is(closed).ShouldBeTrue();
    }
}
