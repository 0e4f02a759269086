using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

#pragma warning disable CA1814 // Prefer jagged arrays over multidimensional

namespace Tracking.Infrastructure.Store.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Consents",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    SiteId = table.Column<int>(type: "INTEGER", nullable: false),
                    ReceiptId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    SubjectKind = table.Column<int>(type: "INTEGER", nullable: false),
                    SubjectKey = table.Column<byte[]>(type: "BLOB", nullable: false),
                    RecordedAtMs = table.Column<long>(type: "INTEGER", nullable: false),
                    Analytics = table.Column<bool>(type: "INTEGER", nullable: true),
                    Marketing = table.Column<bool>(type: "INTEGER", nullable: true),
                    Personalization = table.Column<bool>(type: "INTEGER", nullable: true),
                    PolicyVersion = table.Column<string>(type: "TEXT", maxLength: 1024, nullable: true),
                    Source = table.Column<string>(type: "TEXT", maxLength: 1024, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Consents", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "DailySalts",
                columns: table => new
                {
                    DayNumber = table.Column<int>(type: "INTEGER", nullable: false),
                    IsHistory = table.Column<bool>(type: "INTEGER", nullable: false),
                    Salt = table.Column<byte[]>(type: "BLOB", maxLength: 64, nullable: false),
                    DestroyAtMs = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DailySalts", x => new { x.DayNumber, x.IsHistory });
                });

            migrationBuilder.CreateTable(
                name: "Events",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false),
                    SiteId = table.Column<int>(type: "INTEGER", nullable: false),
                    TimestampMs = table.Column<long>(type: "INTEGER", nullable: false),
                    Sequence = table.Column<int>(type: "INTEGER", nullable: false),
                    MessageKey = table.Column<byte[]>(type: "BLOB", nullable: false),
                    MessageId = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    ReceivedAtMs = table.Column<long>(type: "INTEGER", nullable: false),
                    Type = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Event = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    VisitorKey = table.Column<byte[]>(type: "BLOB", nullable: false),
                    VisitorId = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    SessionId = table.Column<long>(type: "INTEGER", nullable: true),
                    AnonymousId = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    UserId = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    Page = table.Column<string>(type: "TEXT", maxLength: 2048, nullable: true),
                    Hostname = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    Title = table.Column<string>(type: "TEXT", maxLength: 1024, nullable: true),
                    IsBot = table.Column<bool>(type: "INTEGER", nullable: false),
                    Consent = table.Column<int>(type: "INTEGER", nullable: false),
                    Data = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Events", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "InstallationSecrets",
                columns: table => new
                {
                    Name = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Value = table.Column<byte[]>(type: "BLOB", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_InstallationSecrets", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "IntakeCounts",
                columns: table => new
                {
                    SiteId = table.Column<int>(type: "INTEGER", nullable: false),
                    QuarterStartMs = table.Column<long>(type: "INTEGER", nullable: false),
                    Kind = table.Column<int>(type: "INTEGER", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Count = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_IntakeCounts", x => new { x.SiteId, x.QuarterStartMs, x.Kind, x.Reason });
                });

            migrationBuilder.CreateTable(
                name: "MessageKeys",
                columns: table => new
                {
                    SiteId = table.Column<int>(type: "INTEGER", nullable: false),
                    MessageKey = table.Column<byte[]>(type: "BLOB", nullable: false),
                    ForgetAtMs = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MessageKeys", x => new { x.SiteId, x.MessageKey });
                });

            migrationBuilder.CreateTable(
                name: "Numbers",
                columns: table => new
                {
                    Name = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Value = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Numbers", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "Orders",
                columns: table => new
                {
                    SiteId = table.Column<int>(type: "INTEGER", nullable: false),
                    OrderKey = table.Column<byte[]>(type: "BLOB", nullable: false),
                    IsRefund = table.Column<bool>(type: "INTEGER", nullable: false),
                    EventId = table.Column<long>(type: "INTEGER", nullable: false),
                    TimestampMs = table.Column<long>(type: "INTEGER", nullable: false),
                    Sequence = table.Column<int>(type: "INTEGER", nullable: false),
                    MessageKey = table.Column<byte[]>(type: "BLOB", nullable: false),
                    ValueMicros = table.Column<long>(type: "INTEGER", nullable: false),
                    Currency = table.Column<string>(type: "TEXT", maxLength: 3, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Orders", x => new { x.SiteId, x.OrderKey, x.IsRefund });
                });

            migrationBuilder.CreateTable(
                name: "RejectedSamples",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    SiteId = table.Column<int>(type: "INTEGER", nullable: false),
                    ReceivedAtMs = table.Column<long>(type: "INTEGER", nullable: false),
                    Type = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
                    Path = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RejectedSamples", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Sessions",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false),
                    SiteId = table.Column<int>(type: "INTEGER", nullable: false),
                    VisitorKey = table.Column<byte[]>(type: "BLOB", nullable: false),
                    StartMs = table.Column<long>(type: "INTEGER", nullable: false),
                    StartSequence = table.Column<int>(type: "INTEGER", nullable: false),
                    StartKey = table.Column<byte[]>(type: "BLOB", nullable: false),
                    EndMs = table.Column<long>(type: "INTEGER", nullable: false),
                    EntryPage = table.Column<string>(type: "TEXT", maxLength: 2048, nullable: true),
                    LastPageViewMs = table.Column<long>(type: "INTEGER", nullable: true),
                    LastPageViewSequence = table.Column<int>(type: "INTEGER", nullable: true),
                    LastPageViewKey = table.Column<byte[]>(type: "BLOB", nullable: true),
                    ExitPage = table.Column<string>(type: "TEXT", maxLength: 2048, nullable: true),
                    Events = table.Column<int>(type: "INTEGER", nullable: false),
                    PageViews = table.Column<int>(type: "INTEGER", nullable: false),
                    Interactions = table.Column<int>(type: "INTEGER", nullable: false),
                    IsBounce = table.Column<bool>(type: "INTEGER", nullable: false),
                    IsBot = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Sessions", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Sites",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Name = table.Column<string>(type: "TEXT", maxLength: 63, nullable: false),
                    Settings = table.Column<string>(type: "TEXT", nullable: false),
                    CreatedAtMs = table.Column<long>(type: "INTEGER", nullable: false),
                    DeletedAtMs = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Sites", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "StoredBatches",
                columns: table => new
                {
                    BatchId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    StoredAtMs = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StoredBatches", x => x.BatchId);
                });

            migrationBuilder.CreateTable(
                name: "SiteKeys",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    SiteId = table.Column<int>(type: "INTEGER", nullable: false),
                    Kind = table.Column<int>(type: "INTEGER", nullable: false),
                    Scopes = table.Column<int>(type: "INTEGER", nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    Hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    CreatedAtMs = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SiteKeys", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SiteKeys_Sites_SiteId",
                        column: x => x.SiteId,
                        principalTable: "Sites",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.InsertData(
                table: "Numbers",
                columns: new[] { "Name", "Value" },
                values: new object[,]
                {
                    { "directory-version", 0L },
                    { "next-event", 1L },
                    { "next-session", 1L }
                });

            migrationBuilder.CreateIndex(
                name: "IX_Consents_ReceiptId",
                table: "Consents",
                column: "ReceiptId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Consents_SiteId_SubjectKind_SubjectKey",
                table: "Consents",
                columns: new[] { "SiteId", "SubjectKind", "SubjectKey" });

            migrationBuilder.CreateIndex(
                name: "IX_Events_SessionId",
                table: "Events",
                column: "SessionId");

            migrationBuilder.CreateIndex(
                name: "IX_Events_SiteId_TimestampMs_Id",
                table: "Events",
                columns: new[] { "SiteId", "TimestampMs", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_MessageKeys_ForgetAtMs",
                table: "MessageKeys",
                column: "ForgetAtMs");

            migrationBuilder.CreateIndex(
                name: "IX_Orders_SiteId_TimestampMs",
                table: "Orders",
                columns: new[] { "SiteId", "TimestampMs" });

            migrationBuilder.CreateIndex(
                name: "IX_RejectedSamples_SiteId_Id",
                table: "RejectedSamples",
                columns: new[] { "SiteId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Sessions_SiteId_StartMs",
                table: "Sessions",
                columns: new[] { "SiteId", "StartMs" });

            migrationBuilder.CreateIndex(
                name: "IX_Sessions_SiteId_VisitorKey_StartMs",
                table: "Sessions",
                columns: new[] { "SiteId", "VisitorKey", "StartMs" });

            migrationBuilder.CreateIndex(
                name: "IX_SiteKeys_Hash",
                table: "SiteKeys",
                column: "Hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SiteKeys_SiteId",
                table: "SiteKeys",
                column: "SiteId");

            migrationBuilder.CreateIndex(
                name: "IX_Sites_Name",
                table: "Sites",
                column: "Name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_StoredBatches_StoredAtMs",
                table: "StoredBatches",
                column: "StoredAtMs");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Consents");

            migrationBuilder.DropTable(
                name: "DailySalts");

            migrationBuilder.DropTable(
                name: "Events");

            migrationBuilder.DropTable(
                name: "InstallationSecrets");

            migrationBuilder.DropTable(
                name: "IntakeCounts");

            migrationBuilder.DropTable(
                name: "MessageKeys");

            migrationBuilder.DropTable(
                name: "Numbers");

            migrationBuilder.DropTable(
                name: "Orders");

            migrationBuilder.DropTable(
                name: "RejectedSamples");

            migrationBuilder.DropTable(
                name: "Sessions");

            migrationBuilder.DropTable(
                name: "SiteKeys");

            migrationBuilder.DropTable(
                name: "StoredBatches");

            migrationBuilder.DropTable(
                name: "Sites");
        }
    }
}
