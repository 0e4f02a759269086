using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tracking.Infrastructure.Store.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class Enrichment : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Browser",
                table: "Sessions",
                type: "nvarchar(256)",
                maxLength: 256,
                nullable: true,
                collation: "Latin1_General_BIN2");

            migrationBuilder.AddColumn<string>(
                name: "Campaign",
                table: "Sessions",
                type: "nvarchar(256)",
                maxLength: 256,
                nullable: true,
                collation: "Latin1_General_BIN2");

            migrationBuilder.AddColumn<string>(
                name: "Channel",
                table: "Sessions",
                type: "nvarchar(256)",
                maxLength: 256,
                nullable: true,
                collation: "Latin1_General_BIN2");

            migrationBuilder.AddColumn<string>(
                name: "City",
                table: "Sessions",
                type: "nvarchar(256)",
                maxLength: 256,
                nullable: true,
                collation: "Latin1_General_BIN2");

            migrationBuilder.AddColumn<string>(
                name: "Content",
                table: "Sessions",
                type: "nvarchar(256)",
                maxLength: 256,
                nullable: true,
                collation: "Latin1_General_BIN2");

            migrationBuilder.AddColumn<string>(
                name: "Country",
                table: "Sessions",
                type: "nvarchar(256)",
                maxLength: 256,
                nullable: true,
                collation: "Latin1_General_BIN2");

            migrationBuilder.AddColumn<string>(
                name: "Device",
                table: "Sessions",
                type: "nvarchar(256)",
                maxLength: 256,
                nullable: true,
                collation: "Latin1_General_BIN2");

            migrationBuilder.AddColumn<int>(
                name: "EventSignals",
                table: "Sessions",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "Language",
                table: "Sessions",
                type: "nvarchar(256)",
                maxLength: 256,
                nullable: true,
                collation: "Latin1_General_BIN2");

            migrationBuilder.AddColumn<string>(
                name: "Medium",
                table: "Sessions",
                type: "nvarchar(256)",
                maxLength: 256,
                nullable: true,
                collation: "Latin1_General_BIN2");

            migrationBuilder.AddColumn<string>(
                name: "Os",
                table: "Sessions",
                type: "nvarchar(256)",
                maxLength: 256,
                nullable: true,
                collation: "Latin1_General_BIN2");

            migrationBuilder.AddColumn<string>(
                name: "Referrer",
                table: "Sessions",
                type: "nvarchar(256)",
                maxLength: 256,
                nullable: true,
                collation: "Latin1_General_BIN2");

            migrationBuilder.AddColumn<string>(
                name: "Region",
                table: "Sessions",
                type: "nvarchar(256)",
                maxLength: 256,
                nullable: true,
                collation: "Latin1_General_BIN2");

            migrationBuilder.AddColumn<string>(
                name: "Source",
                table: "Sessions",
                type: "nvarchar(256)",
                maxLength: 256,
                nullable: true,
                collation: "Latin1_General_BIN2");

            migrationBuilder.AddColumn<string>(
                name: "Term",
                table: "Sessions",
                type: "nvarchar(256)",
                maxLength: 256,
                nullable: true,
                collation: "Latin1_General_BIN2");

            migrationBuilder.AddColumn<int>(
                name: "BotSignals",
                table: "Events",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<Guid>(
                name: "UserAgentKey",
                table: "Events",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "UserAgents",
                columns: table => new
                {
                    Key = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Text = table.Column<string>(type: "nvarchar(512)", maxLength: 512, nullable: false, collation: "Latin1_General_BIN2"),
                    AsksForPages = table.Column<bool>(type: "bit", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UserAgents", x => x.Key);
                });

            migrationBuilder.InsertData(
                table: "Numbers",
                columns: new[] { "Name", "Value" },
                values: new object[] { "user-agents", 0L });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "UserAgents");

            migrationBuilder.DeleteData(
                table: "Numbers",
                keyColumn: "Name",
                keyValue: "user-agents");

            migrationBuilder.DropColumn(
                name: "Browser",
                table: "Sessions");

            migrationBuilder.DropColumn(
                name: "Campaign",
                table: "Sessions");

            migrationBuilder.DropColumn(
                name: "Channel",
                table: "Sessions");

            migrationBuilder.DropColumn(
                name: "City",
                table: "Sessions");

            migrationBuilder.DropColumn(
                name: "Content",
                table: "Sessions");

            migrationBuilder.DropColumn(
                name: "Country",
                table: "Sessions");

            migrationBuilder.DropColumn(
                name: "Device",
                table: "Sessions");

            migrationBuilder.DropColumn(
                name: "EventSignals",
                table: "Sessions");

            migrationBuilder.DropColumn(
                name: "Language",
                table: "Sessions");

            migrationBuilder.DropColumn(
                name: "Medium",
                table: "Sessions");

            migrationBuilder.DropColumn(
                name: "Os",
                table: "Sessions");

            migrationBuilder.DropColumn(
                name: "Referrer",
                table: "Sessions");

            migrationBuilder.DropColumn(
                name: "Region",
                table: "Sessions");

            migrationBuilder.DropColumn(
                name: "Source",
                table: "Sessions");

            migrationBuilder.DropColumn(
                name: "Term",
                table: "Sessions");

            migrationBuilder.DropColumn(
                name: "BotSignals",
                table: "Events");

            migrationBuilder.DropColumn(
                name: "UserAgentKey",
                table: "Events");
        }
    }
}
