using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tracking.Infrastructure.Store;

namespace Tracking.Infrastructure.Destinations.Secrets;

/// <summary>A key of the ring that all processes share, as the framework's data protection writes it: encrypted by <see cref="KeyEncryption"/>.</summary>
internal sealed class KeyRingRow
{
    public required string Name { get; init; }

    public required string Xml { get; init; }
}

internal sealed class KeyRingRowConfiguration : IEntityTypeConfiguration<KeyRingRow>
{
    public void Configure(EntityTypeBuilder<KeyRingRow> builder)
    {
        builder.ToTable("KeyRing");
        builder.HasKey(row => row.Name);
        builder.Property(row => row.Name).HasMaxLength(128);
    }
}

/// <summary>Keeps the ring in the store, where every process finds it.</summary>
internal sealed class KeyRing(IDbContextFactory<TrackingContext> contexts) : IXmlRepository
{
    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var db = contexts.CreateDbContext();
        return [.. db.KeyRing.AsNoTracking().Select(row => row.Xml).AsEnumerable().Select(XElement.Parse)];
    }

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName)
    {
        using var db = contexts.CreateDbContext();
        db.KeyRing.Add(new KeyRingRow { Name = friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting) });
        db.SaveChanges();
    }
}
