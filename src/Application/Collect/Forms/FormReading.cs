using Tracking.Application.Collect.Reading;

namespace Tracking.Application.Collect.Forms;

/// <summary>What both events of forms say about the form.</summary>
internal static class FormReading
{
    /// <summary>The form; <c>null</c> when absent. One without id and name is the page's nameless form.</summary>
    public static Domain.Collect.Form? Form(JsonFields properties)
    {
        var form = properties.Object("form");
        return form.IsPresent ? new Domain.Collect.Form(form.Text("id"), form.Text("name")) : null;
    }

    /// <summary>As others see it.</summary>
    public static Contracts.Events.Form ToContract(Domain.Collect.Form form) => new(form.Id, form.Name);
}
