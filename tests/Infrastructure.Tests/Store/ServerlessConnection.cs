using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.SqlClient;

namespace Tracking.Infrastructure.Tests.Store;

/// <summary>A connection to no server: what it is told to run is answered by a function. Parameters are SQL Server's own.</summary>
internal sealed class ServerlessConnection(Func<SqlCommand, DbDataReader> answer) : DbConnection
{
    private ConnectionState state;

    [AllowNull]
    public override string ConnectionString { get; set; } = "Server=none;Database=none";

    public override string Database => "none";

    public override string DataSource => "none";

    public override string ServerVersion => "16.0";

    public override ConnectionState State => state;

    public override void ChangeDatabase(string databaseName) => throw new NotSupportedException();

    public override void Open() => state = ConnectionState.Open;

    public override void Close() => state = ConnectionState.Closed;

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => new Transaction(this, isolationLevel);

    protected override DbCommand CreateDbCommand() => new Command(this, answer);

    private sealed class Transaction(ServerlessConnection connection, IsolationLevel isolationLevel) : DbTransaction
    {
        public override IsolationLevel IsolationLevel => isolationLevel;

        protected override DbConnection DbConnection => connection;

        public override void Commit()
        {
            // There is nothing to keep.
        }

        public override void Rollback()
        {
            // There is nothing to take back.
        }
    }

    private sealed class Command(ServerlessConnection connection, Func<SqlCommand, DbDataReader> answer) : DbCommand
    {
        private readonly SqlCommand told = new();

        [AllowNull]
        public override string CommandText
        {
            get => told.CommandText;
#pragma warning disable CA2100 // It goes nowhere.
            set => told.CommandText = value;
#pragma warning restore CA2100
        }

        public override int CommandTimeout { get; set; }

        public override CommandType CommandType { get; set; } = CommandType.Text;

        public override bool DesignTimeVisible { get; set; }

        public override UpdateRowSource UpdatedRowSource { get; set; }

        protected override DbConnection? DbConnection { get; set; } = connection;

        protected override DbParameterCollection DbParameterCollection => told.Parameters;

        protected override DbTransaction? DbTransaction { get; set; }

        public override void Cancel() => throw new NotSupportedException();

        public override void Prepare() => throw new NotSupportedException();

        public override int ExecuteNonQuery()
        {
            using var rows = answer(told);
            return 1;
        }

        public override object? ExecuteScalar()
        {
            using var rows = answer(told);
            return rows.Read() ? rows.GetValue(0) : null;
        }

        protected override DbParameter CreateDbParameter() => told.CreateParameter();

        protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior)
        {
            if (connection.State != ConnectionState.Open)
                throw new InvalidOperationException("The connection is closed.");
            return answer(told);
        }

        protected override void Dispose(bool disposing)
        {
            told.Dispose();
            base.Dispose(disposing);
        }
    }
}
