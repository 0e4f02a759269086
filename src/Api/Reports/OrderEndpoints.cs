using System.Globalization;
using System.Text.Json;
using CsvHelper;
using MediatR;
using NodaTime.Extensions;
using Tracking.Api.Authentication;
using Tracking.Api.Collect;
using Tracking.Api.Problems;
using Tracking.Application.Collect;
using Tracking.Application.Collect.Reading;
using Tracking.Application.Reports.Reconciliation;

namespace Tracking.Api.Reports;

/// <summary>A shop's own list of orders, held against what is stored.</summary>
internal static class OrderEndpoints
{
    private const int MaxBytes = 10_485_760;
    private const int MostErrors = 100;
    private const string Allowed = "must be CSV with a first line of names, orderId among them, value and currency where they are known";

    /// <summary>Maps it.</summary>
    public static void MapOrders(this IEndpointRouteBuilder reports) =>
        reports.MapPost("/reconciliation", AnswerAsync).WithName("reconcileOrders").Produces<OrdersReport>();

    private static async Task<IResult> AnswerAsync(HttpContext context, IMediator mediator, TimeProvider time)
    {
        var parameters = new ReportParameters(context.Request.Query, context.GetCaller().Site, time.GetUtcNow().ToInstant());
        var scope = parameters.IntakeScope();
        parameters.FailUnknown();
        if (parameters.Errors.Count > 0)
            return Problem.Invalid(parameters.Errors.ToDictionary(error => error.Key, error => error.Value.ToArray()));
        using var body = new RequestBody(context.RequestServices.GetRequiredService<LargeBodies>());
        if (await body.ReadJsonOrCsvAsync(context.Request, MaxBytes, context.RequestAborted) is { } unreadable)
            return unreadable;
        var errors = new List<FieldError>();
        var orders = RequestBody.IsCsv(context.Request.ContentType) ? OfCsv(body.Bytes, errors) : OfJson(body.Bytes, errors);
        foreach (var doubled in orders.CountBy(order => order.OrderId).Where(one => one.Value > 1).Take(1))
            errors.Add(new FieldError("orders", RejectionReason.InvalidValue, $"must have each order once; {doubled.Value} lines have the same orderId"));
        if (orders.Count > ReconcileOrders.MostOrders)
            errors.Add(new FieldError("orders", RejectionReason.TooLong, $"must be at most {ReconcileOrders.MostOrders}: ask for a shorter time"));
        return errors.Count > 0
            ? Problem.Invalid(CollectAnswer.ByPath(errors, string.Empty))
            : TypedResults.Json(await mediator.Send(new ReconcileOrders(scope, orders), context.RequestAborted));
    }

    private static List<ListedOrder> OfJson(ReadOnlyMemory<byte> bytes, List<FieldError> errors)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
            {
                errors.Add(new FieldError(string.Empty, RejectionReason.WrongType, $"must be an object with orders, not {JsonFields.KindOf(json.RootElement)}"));
                return [];
            }

            var fields = new JsonFields(json.RootElement, string.Empty, errors);
            if (!fields.TryGet("orders", out _))
                fields.Fail("orders", RejectionReason.Missing, "is required: a list of { orderId, value, currency }");
            return [.. fields.Objects("orders", ReconcileOrders.MostOrders).Select(OfFields)];
        }
        catch (JsonException exception)
        {
            errors.Add(new FieldError(string.Empty, RejectionReason.InvalidValue, $"is no JSON: line {exception.LineNumber + 1}"));
            return [];
        }
    }

    private static ListedOrder OfFields(JsonFields fields)
    {
        if (fields.Text("orderId", 256) is not { } id)
        {
            fields.Fail("orderId", RejectionReason.Missing, "is required");
            id = string.Empty;
        }

        return new ListedOrder(id, fields.Number("value"), fields.Text("currency", 3));
    }

    private static List<ListedOrder> OfCsv(ReadOnlyMemory<byte> bytes, List<FieldError> errors)
    {
        var orders = new List<ListedOrder>();
        using var reader = CsvReader.Create(bytes);
        if (!reader.Headers.Contains("orderId"))
        {
            errors.Add(new FieldError("orders", RejectionReason.InvalidValue, Allowed));
            return orders;
        }

        while (reader.Read() && orders.Count <= ReconcileOrders.MostOrders && errors.Count < MostErrors)
        {
            var (id, value, currency) = (Cell(reader, "orderId"), Cell(reader, "value"), Cell(reader, "currency"));
            var number = 0m;
            if (id is null)
                errors.Add(new FieldError($"orders[{reader.RowNumber - 1}]", RejectionReason.Missing, "must have an orderId"));
            else if (value is not null && !decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number))
                errors.Add(new FieldError($"orders[{reader.RowNumber - 1}]", RejectionReason.InvalidValue, "must have a value such as 129.90, with a point"));
            else
                orders.Add(new ListedOrder(id, value is null ? null : number, currency));
        }

        return orders;
    }

    private static string? Cell(CsvReader reader, string name) =>
        reader.TryGetFieldIndex(name, out var index) && reader.GetStringOrNull(index)?.Trim() is { Length: > 0 } text ? text : null;
}
