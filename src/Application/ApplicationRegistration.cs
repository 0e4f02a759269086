using System.Reflection;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Tracking.Application.Collect;
using Tracking.Application.Collect.Enrichment;

namespace Tracking.Application;

/// <summary>Registers the use cases.</summary>
public static class ApplicationRegistration
{
    /// <summary>
    /// Registers commands, queries and their pipeline. All of it is stateless, so one instance each serves the process, and sending a
    /// command makes nothing but the command.
    /// </summary>
    /// <param name="services">Where to.</param>
    /// <param name="handlers">Assemblies beside this one in which handlers live (reports answer where their SQL is).</param>
    public static IServiceCollection AddApplication(this IServiceCollection services, params IEnumerable<Assembly> handlers)
    {
        services.AddSingleton<ServiceFactory>(provider => provider.GetService!);
        services.AddSingleton<IMediator, Mediator>();
        Enrichments.Add(services);
        services.AddSingleton<EventHeaders>();
        services.AddSingleton<EventCollector>();
        foreach (var type in EventTypes.All)
            type.AddPipeline(services);
        foreach (var type in handlers.Prepend(typeof(ApplicationRegistration).Assembly).SelectMany(assembly => assembly.GetTypes()))
        {
            if (type.IsAbstract || type.IsGenericTypeDefinition)
                continue;
            foreach (var service in type.GetInterfaces().Where(IsRequestHandlerOrValidator))
                services.AddSingleton(service, type);
        }

        return services;
    }

    private static bool IsRequestHandlerOrValidator(Type service) =>
        service.IsGenericType
        && (service.GetGenericTypeDefinition() == typeof(IRequestHandler<,>) || service.GetGenericTypeDefinition() == typeof(IValidator<>));
}
