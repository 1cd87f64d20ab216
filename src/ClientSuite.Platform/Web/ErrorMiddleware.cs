using ClientSuite.Data;
using ClientSuite.Tenancy;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ClientSuite.Web;

/// <summary>The one place where what nobody caught becomes an answer: a problem in the API, a page with the number to quote
/// elsewhere. Empty error answers get their body here too.</summary>
internal sealed class ErrorMiddleware(RequestDelegate next, ILogger<ErrorMiddleware> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return; // the browser went away
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            await AnswerAsync(context, error);
            return;
        }

        if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null } && !context.Request.IsFragment())
        {
            await WriteAsync(context, context.Response.StatusCode, $"error.{context.Response.StatusCode}.detail", []);
        }
    }

    private async Task AnswerAsync(HttpContext context, Exception error)
    {
        var (status, key, args) = error switch
        {
            RuleBrokenException rule => (StatusCodes.Status409Conflict, rule.Key, rule.Args.ToArray()),
            Files.FileRefusedException file => (file.Status, file.Key, file.Args.ToArray()),
            BadHttpRequestException bad => (bad.StatusCode, $"error.{bad.StatusCode}.detail", []),
            AntiforgeryValidationException { InnerException: BadHttpRequestException large } => (large.StatusCode, $"error.{large.StatusCode}.detail", []),
            AntiforgeryValidationException => (StatusCodes.Status400BadRequest, "error.400.detail", []),
            InvalidDataException => (StatusCodes.Status400BadRequest, "error.400.detail", []),
            DbUpdateConcurrencyException => (StatusCodes.Status412PreconditionFailed, "error.412.detail", []),
            _ when IsUnavailable(error) || IsDamaged(error) => (StatusCodes.Status503ServiceUnavailable, "error.503.database", []),
            _ => (StatusCodes.Status500InternalServerError, "error.500.detail", Array.Empty<object>()),
        };
        if (status >= 500 && error is not Files.FileRefusedException)
        {
            log.LogError(error, "Request {Method} {Path} failed ({TraceId})", context.Request.Method, context.Request.Path, context.TraceIdentifier);
        }

        if (IsDamaged(error) && TenantContext.Current is { } tenant)
        {
            // The operator puts a good file in its place; it must be opened, and brought up to date.
            context.RequestServices.GetRequiredService<TenantDbFactory>().Reset(tenant);
            context.RequestServices.GetRequiredService<Migrator>().Forget(tenant.TenantId);
        }

        context.Response.Clear();
        Hosting.SecurityHeaders.Add(context);
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = "5";
        }

        await WriteAsync(context, status, key, args);
    }

    /// <summary>SQLITE_CORRUPT 11, NOTADB 26.</summary>
    private static bool IsDamaged(Exception error)
    {
        for (var inner = error; inner is not null; inner = inner.InnerException)
        {
            if (inner is SqliteException { SqliteErrorCode: 11 or 26 })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The database is full, locked or away: it passes without a restart.</summary>
    private static bool IsUnavailable(Exception error)
    {
        for (var inner = error; inner is not null; inner = inner.InnerException)
        {
            // SQLITE_BUSY 5, LOCKED 6, IOERR 10, FULL 13, CANTOPEN 14, READONLY 8.
            if (inner is SqliteException { SqliteErrorCode: 5 or 6 or 8 or 10 or 13 or 14 } or NpgsqlException { IsTransient: true } or TimeoutException
                or System.Net.Sockets.SocketException or PostgresException { SqlState: "57P01" or "57P02" or "57P03" or "53100" or "53300" })
            {
                return true;
            }
        }

        return false;
    }

    private static async Task WriteAsync(HttpContext context, int status, string key, object[] args)
    {
        ErrorPage.UseCulture(context);
        var texts = context.RequestServices.GetRequiredService<IStringLocalizer>();
        if (texts[key].ResourceNotFound)
        {
            key = "error.other.detail";
        }

        if (context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
        {
            await Problems.Of(context, status, key, args).ExecuteAsync(context);
            return;
        }

        if (context.Request.IsFragment())
        {
            context.Response.StatusCode = status;
            context.Response.Announce("notice", new { kind = "bad", text = texts[key, args].Value + " " + texts["error.number", context.TraceIdentifier].Value });
            return;
        }

        await ErrorPage.WriteAsync(context, texts, status, texts[key, args].Value);
    }
}
