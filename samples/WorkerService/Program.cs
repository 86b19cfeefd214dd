// Training in the background of a service: it reports progress, and ends cleanly when the service is stopped.
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WorkerService;

HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton<IProgress<EpochDone>, ProgressLog>();
builder.Services.AddHostedService<TrainingService>();
await builder.Build().RunAsync();
