using System.Text.Json;
using AutoMapper;
using Tracking.Api.Authentication;
using Tracking.Api.Collect;
using Tracking.Api.Problems;
using Tracking.Application.Collect;
using Tracking.Application.Collect.Reading;
using Tracking.Application.Sites;
using Tracking.Domain.Sites;

namespace Tracking.Api.Administration;

/// <summary>Sites and their settings (HTTP contract v1, "Administration").</summary>
internal static class SiteEndpoints
{
    private const string SiteMember = "site";
    private const string FirstKeyName = "first";

    /// <summary>Maps them.</summary>
    public static void MapSites(this IEndpointRouteBuilder routes)
    {
        var sites = routes.MapGroup("/v1/sites").WithTags("Administration");
        sites.MapGet("/", (ISiteDirectory directory, IMapper mapper) =>
                TypedResults.Json(new SitesAnswer(mapper.Map<IReadOnlyList<SiteAnswer>>(directory.Sites))))
            .WithName("listSites").Produces<SitesAnswer>().RequireScope(KeyScopes.Instance);
        sites.MapPost("/", CreateAsync).WithName("createSite").Produces<CreatedSiteAnswer>(StatusCodes.Status201Created).RequireScope(KeyScopes.Instance);
        sites.MapGet("/{site}", (HttpContext context, string site, IMapper mapper) =>
                OwnSite.Check(context, site) ?? TypedResults.Json(mapper.Map<SiteAnswer>(context.GetCaller().Site)))
            .WithName("getSite").Produces<SiteAnswer>().RequireScope(KeyScopes.Admin);
        sites.MapPatch("/{site}", UpdateAsync).WithName("updateSite").Produces<SiteAnswer>().RequireScope(KeyScopes.Admin);
        sites.MapDelete("/{site}", DeleteAsync).WithName("deleteSite").RequireScope(KeyScopes.Admin);
    }

    private static Task<IResult> CreateAsync(HttpContext context, ISiteAdministration administration, IMapper mapper) =>
        JsonBody.WithObjectAsync(context, async json =>
        {
            var errors = new List<FieldError>();
            var fields = new JsonFields(json, string.Empty, errors);
            var name = fields.Text(SiteMember);
            if (!Site.IsValidName(name))
                fields.Fail(SiteMember, RejectionReason.InvalidValue, $"is required: 1 to {Site.MaxNameLength} of a-z, 0-9 and -");
            var settings = SiteSettingsReading.Read(json, new SiteSettings(), [SiteMember], errors);
            if (errors.Count > 0)
                return Problem.Invalid(CollectAnswer.ByPath(errors, string.Empty));

            // A key serves its own site alone, so a new site without keys could be reached by nobody.
            var (writeKey, secretKey) = (ApiKey.Create(KeyKind.Write), ApiKey.Create(KeyKind.Secret));
            NewKey[] keys =
            [
                new(KeyKind.Write, KeyScopes.Collect, FirstKeyName, ApiKey.HashOf(writeKey)),
                new(KeyKind.Secret, KeyScopes.Site, FirstKeyName, ApiKey.HashOf(secretKey)),
            ];
            return await administration.CreateAsync(name!, settings, keys, context.RequestAborted) is { } site
                ? TypedResults.Created($"/v1/sites/{site.Name}", new CreatedSiteAnswer(mapper.Map<SiteAnswer>(site), writeKey, secretKey))
                : Problem.Of(StatusCodes.Status409Conflict, "A site of this name exists.", "Choose another name.");
        });

    private static Task<IResult> UpdateAsync(HttpContext context, string site, ISiteAdministration administration, IMapper mapper) =>
        JsonBody.WithObjectAsync(context, async (JsonElement json) =>
        {
            if (OwnSite.Check(context, site) is { } refused)
                return refused;
            var errors = new List<FieldError>();
            SiteSettingsReading.Read(json, context.GetCaller().Site.Settings, [], errors);
            if (errors.Count > 0)
                return Problem.Invalid(CollectAnswer.ByPath(errors, string.Empty));
            return await administration.UpdateAsync(
                    site, settings => SiteSettingsReading.Read(json, settings, [], errors), context.RequestAborted) is { } changed
                ? TypedResults.Json(mapper.Map<SiteAnswer>(changed))
                : Problem.NotFound("site");
        });

    private static async Task<IResult> DeleteAsync(HttpContext context, string site, string? confirm, ISiteAdministration administration)
    {
        if (OwnSite.Check(context, site) is { } refused)
            return refused;
        if (confirm != site)
            return Problem.Invalid("confirm", $"must repeat the site's name: ?confirm={site} erases everything of it, for good");
        return await administration.DeleteAsync(site, context.RequestAborted)
            ? TypedResults.Accepted((string?)null)
            : Problem.NotFound("site");
    }
}

/// <summary>A key serves its own site.</summary>
internal static class OwnSite
{
    /// <summary>403 when the site is not the key's; else <c>null</c>.</summary>
    public static IResult? Check(HttpContext context, string site) => context.GetCaller().Site.Name == site
        ? null
        : Problem.Of(StatusCodes.Status403Forbidden, "The key is of another site.", $"Use a key of the site {context.GetCaller().Site.Name} for that site only.");
}
