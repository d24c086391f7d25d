/* Browsers without modules (or in compatibility mode) are told what to do. */
location.replace("/old.html");
