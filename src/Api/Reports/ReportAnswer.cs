using System.Text;
using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using NodaTime.Extensions;
using Tracking.Api.Authentication;
using Tracking.Api.Problems;
using Tracking.Application.Reports.Events;

namespace Tracking.Api.Reports;

/// <summary>Answers a report's request: reads it, asks, and writes the answer in the format that was asked for.</summary>
internal sealed class ReportAnswer(IMediator mediator, TimeProvider clock, IOptions<JsonOptions> json)
{
    public async Task<IResult> AnswerAsync<TReport>(
        HttpContext http,
        IReadOnlyList<ReportFormat> formats,
        Func<ReportParameters, IRequest<TReport>> read,
        Func<TReport, CsvTable> table)
    {
        var site = http.GetCaller().Site;
        var parameters = new ReportParameters(http.Request.Query, site, clock.GetUtcNow().ToInstant());
        if (parameters.NamesAnotherSite)
        {
            return Problem.Of(StatusCodes.Status403Forbidden, "The key may not do this.", $"It belongs to the site {site.Name}, and reads reports of that site alone.");
        }

        var named = parameters.Text("format");
        var format = named is null
            ? ReportFormat.Accepted(http.Request.Headers.Accept, formats)
            : formats.FirstOrDefault(offered => offered.Name == named);
        if (format is null && named is null)
            return NotAcceptable(formats);
        if (format is null)
            parameters.Fail("format", $"must be one of {string.Join(", ", formats.Select(offered => offered.Name))}");

        var request = read(parameters);
        parameters.FailUnknown();
        if (parameters.Errors.Count > 0)
            return Problem.Invalid(parameters.Errors.ToDictionary(error => error.Key, error => error.Value.ToArray()));

        var report = await mediator.Send(request, http.RequestAborted);
        http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        http.Response.Headers.CacheControl = "no-store";
        if (report is EventsReport { NextCursor: { } next })
            http.Response.Headers.Append(HeaderNames.Link, $"<{NextPage(http.Request, next)}>; rel=\"next\"");
        if (format == ReportFormat.Json)
            return Results.Json(report);
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{FileName(http, site.Name, format!)}\"";
        return format == ReportFormat.Csv
            ? Results.Text(table(report).ToString(), format.MediaType, Encoding.UTF8)
            : Results.Text(Lines((EventsReport)(object)report!), format!.MediaType, Encoding.UTF8);
    }

    private static IResult NotAcceptable(IReadOnlyList<ReportFormat> formats) => Problem.Of(
        StatusCodes.Status406NotAcceptable,
        "No format that the request accepts is offered.",
        $"Accept must allow one of {string.Join(", ", formats.Select(format => format.MediaType))}.");

    // Lines and tables have no place for the cursor.
    private static string NextPage(HttpRequest request, string cursor)
    {
        var query = request.Query.Where(one => one.Key != "cursor")
            .SelectMany(one => one.Value, (one, value) => KeyValuePair.Create(one.Key, value))
            .Append(KeyValuePair.Create<string, string?>("cursor", cursor));
        return $"{request.PathBase}{request.Path}{QueryString.Create(query)}";
    }

    private static string FileName(HttpContext http, string site, ReportFormat format)
    {
        var report = http.Request.Path.Value!.Split('/')[^1];
        return $"{site}-{report}.{format.Name}";
    }

    private string Lines(EventsReport report)
    {
        var text = new StringBuilder();
        foreach (var one in report.Events)
            text.Append(JsonSerializer.Serialize(one, json.Value.SerializerOptions)).Append('\n');
        return text.ToString();
    }
}
