using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Tracking.Application.Collect;
using Tracking.Application.Destinations;
using Tracking.Application.Destinations.Rules;
using Tracking.Domain.Destinations;
using Tracking.Domain.Sites;
using Tracking.Infrastructure.Store;
using Tracking.Infrastructure.Store.Outbox;

namespace Tracking.Infrastructure.Destinations;

/// <summary>Destinations in the store.</summary>
internal sealed class DestinationAdministration(
    IDbContextFactory<TrackingContext> contexts, DestinationOpening opening, Replay replay, TryingOut tryingOut, TimeProvider time) : IDestinations
{
    /// <summary>What is sent to more is a tool's own mistake: each costs every event a row.</summary>
    private const int MostOfASite = 50;

    private const string NoSecret =
        "cannot be kept: set Destinations__Secret to a text of 16 characters or more, the same in every process, and start them anew";

    /// <inheritdoc/>
    public IReadOnlyList<string> Kinds { get; } = [.. opening.Kinds.Keys.Order(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public ConsentPurposes RequiredBy(string kind) => opening.Kinds[kind].Requires;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DestinationDetails>> ListAsync(Site site, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.Destinations.AsNoTracking().Where(row => row.SiteId == site.Id).OrderBy(row => row.Id).ToListAsync(cancellationToken);
        return rows.ConvertAll(DetailsOf);
    }

    /// <inheritdoc/>
    public async Task<DestinationDetails?> FindAsync(Site site, int id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await RowAsync(db, site.Id, id, cancellationToken) is { } row ? DetailsOf(row) : null;
    }

    /// <inheritdoc/>
    public async Task<ChangedDestination> AddAsync(Site site, string kind, DestinationChange change, CancellationToken cancellationToken)
    {
        var row = new DestinationRow
        {
            SiteId = site.Id,
            Kind = kind,
            Name = change.Name ?? kind,
            Requires = opening.Kinds[kind].Requires,
            IsPaused = false,
            Settings = "{}",
            Rules = JsonSerializer.Serialize(EventRules.None, DestinationOpening.Json),
            CreatedAtMs = time.GetUtcNow().ToUnixTimeMilliseconds(),
        };
        if (Apply(row, change) is { Count: > 0 } errors)
            return new ChangedDestination(null, errors);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if ((await db.Destinations.Where(one => one.SiteId == site.Id).Select(one => one.Id).ToListAsync(cancellationToken)).Count >= MostOfASite)
            return new ChangedDestination(null, [new FieldError("kind", RejectionReason.InvalidValue, $"cannot be added: a site has at most {MostOfASite} destinations; delete one that is not used")]);
        db.Destinations.Add(row);
        await db.SaveChangesAsync(cancellationToken);
        var next = await db.Numbers.Where(number => number.Name == NumberRow.NextEvent).Select(number => number.Value).SingleAsync(cancellationToken);
        db.OutboxLines.Add(new OutboxLineRow { Name = DestinationRow.LineOf(row.Id), Position = next - 1 });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new ChangedDestination(DetailsOf(row), []);
    }

    /// <inheritdoc/>
    public async Task<ChangedDestination?> ChangeAsync(Site site, int id, DestinationChange change, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await RowAsync(db, site.Id, id, cancellationToken) is not { } row)
            return null;
        if (Apply(row, change) is { Count: > 0 } errors)
            return new ChangedDestination(null, errors);
        await db.SaveChangesAsync(cancellationToken);
        return new ChangedDestination(DetailsOf(row), []);
    }

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync(Site site, int id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await RowAsync(db, site.Id, id, cancellationToken) is null)
            return false;
        // Also when who asked for it has gone: half of it is of no use.
        await DestinationErasure.RunAsync(db, id, time, CancellationToken.None);
        return true;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Delivery>> DeliveriesAsync(Destination destination, DeliveryFilter filter, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = db.Deliveries.AsNoTracking().Where(row => row.DestinationId == destination.Id);
        if (filter.State is { } state)
            rows = rows.InState(state);
        if (filter.Before is { } before)
            rows = rows.Where(row => row.EventId < before);
        return await rows.OrderByDescending(row => row.EventId).Take(filter.Limit).Select(row => new Delivery(
            row.EventId,
            row.State,
            row.Reason,
            row.Attempts,
            DateTimeOffset.FromUnixTimeMilliseconds(row.AtMs),
            row.NextAttemptAtMs == null ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.NextAttemptAtMs.Value))).ToListAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task<int> ReplayAsync(Destination destination, ReplayFilter filter, CancellationToken cancellationToken) =>
        // To its end, also when who asked for it has gone: nobody would know how far it came.
        replay.RunAsync(destination, filter, CancellationToken.None);

    /// <inheritdoc/>
    public async Task<TryOut> TestAsync(Destination destination, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await RowAsync(db, destination.SiteId, destination.Id, cancellationToken) is { } row
            ? await tryingOut.TestAsync(row, cancellationToken)
            : new TryOut(false, ["deleted"]);
    }

    /// <inheritdoc/>
    public async Task<DryRun> DryRunAsync(Site site, int id, DestinationChange draft, EventWindow window, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.Destinations.AsNoTracking().SingleAsync(one => one.SiteId == site.Id && one.Id == id, cancellationToken);
        var changed = await db.Destinations.AsNoTracking().SingleAsync(one => one.SiteId == site.Id && one.Id == id, cancellationToken);
        return Apply(changed, draft) is { Count: > 0 } errors
            ? DryRun.Refused(errors)
            : await tryingOut.CompareAsync(db, site, row, changed, window, cancellationToken);
    }

    private static Task<DestinationRow?> RowAsync(TrackingContext db, int siteId, int id, CancellationToken cancellationToken) =>
        db.Destinations.SingleOrDefaultAsync(row => row.SiteId == siteId && row.Id == id, cancellationToken);

    /// <summary>Changes a row, or says what is wrong and leaves it half changed: then it must not be saved.</summary>
    private IReadOnlyList<FieldError> Apply(DestinationRow row, DestinationChange change)
    {
        row.Name = change.Name ?? row.Name;
        row.Requires = change.Requires ?? row.Requires;
        row.IsPaused = change.IsPaused ?? row.IsPaused;
        if (change.Rules is { } rules)
            row.Rules = JsonSerializer.Serialize(rules, DestinationOpening.Json);
        return change.Settings is { } settings ? ApplySettings(row, settings) : [];
    }

    private IReadOnlyList<FieldError> ApplySettings(DestinationRow row, JsonElement given)
    {
        if (!opening.Kinds.TryGetValue(row.Kind, out var kind))
            return [new FieldError("settings", RejectionReason.InvalidValue, $"cannot be changed: this version has no kind {row.Kind}")];
        var (settings, secrets) = (JsonSerializer.SerializeToNode(given)!.AsObject(), new JsonObject());
        foreach (var name in kind.Secrets.Where(settings.ContainsKey))
        {
            // What is shown of it, sent back, is not it.
            if (settings[name]?.ToString() != DestinationDetails.Hidden)
                secrets[name] = settings[name]?.DeepClone();
            settings.Remove(name);
        }

        // A secret that is not sent stays: who changes something else need not know it.
        string? kept = null;
        if (row.Secrets is not null && kind.Secrets.Any(name => !secrets.ContainsKey(name)))
        {
            if (opening.TrySecretsOf(row) is not { } all)
                return [new FieldError($"settings.{kind.Secrets[0]}", RejectionReason.InvalidValue, "cannot be read any more with this Destinations__Secret: send it anew")];
            foreach (var (name, value) in all.Where(one => !secrets.ContainsKey(one.Key)).ToList())
                (kept, secrets[name]) = (name, value?.DeepClone());
        }

        if (secrets.Count > 0 && !opening.CanKeepSecrets)
            return [new FieldError($"settings.{secrets.First().Key}", RejectionReason.InvalidValue, NoSecret)];
        var errors = kind.Check(DestinationOpening.Together(settings, secrets));
        if (errors.Count > 0)
            return errors;
        // Who may change where it is sent may not learn a secret by that.
        if (kept is not null && !OriginsOf(settings).SequenceEqual(OriginsOf(JsonNode.Parse(row.Settings)!.AsObject())))
            return [new FieldError($"settings.{kept}", RejectionReason.Missing, "is required: it would be sent to another host than before, so send it anew")];
        (row.Settings, row.Secrets) = (settings.ToJsonString(), opening.Encrypt(secrets));
        return [];
    }

    /// <summary>Scheme, host and port of every setting that is an address.</summary>
    private static IEnumerable<(string Name, string Origin)> OriginsOf(JsonObject settings) =>
        from setting in settings
        where setting.Value is JsonValue value && value.TryGetValue<string>(out var text) && Uri.TryCreate(text, UriKind.Absolute, out _)
        orderby setting.Key
        select (setting.Key, new Uri(setting.Value!.ToString()).GetComponents(UriComponents.SchemeAndServer, UriFormat.Unescaped));

    private DestinationDetails DetailsOf(DestinationRow row) => new(
        DestinationOpening.ToDestination(row),
        JsonSerializer.Deserialize<JsonElement>(row.Settings),
        row.Secrets is null ? [] : opening.Kinds.GetValueOrDefault(row.Kind)?.Secrets ?? [],
        DestinationOpening.RulesOf(row),
        row.Trouble,
        row.TroubleSinceMs is { } since ? DateTimeOffset.FromUnixTimeMilliseconds(since) : null);
}
