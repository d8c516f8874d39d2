# shellcheck shell=bash disable=SC2034,SC2154 # build.sh and what it sources share variables
# The pages: the files of Sources/Site in the stack's bucket, behind CloudFront.

site=Sources/Site

upload_site() { # uploads what changed, pages last: no page names a file that is not there yet
    local bucket=${output_of[SiteBucketName]:-} listed key sum changed=() paths=() reply
    local -A stored=()
    [[ -n $bucket ]] || return 0
    ask listed "reading the pages in $bucket" s3api list-objects-v2 --bucket "$bucket" --query 'Contents[].[Key,ETag]' --output text
    while IFS=$'\t' read -r key sum; do stored[$key]=${sum//\"/}; done <<<"$listed"
    while IFS= read -r key; do
        sum=$(md5sum <"$site/$key") # the ETag of an object that came in one piece
        [[ ${stored[$key]:-} == "${sum%% *}" ]] || changed+=("$key")
    done < <(site_files)
    ((${#changed[@]})) || { say "The pages are up to date." && return; }
    keep_release "$bucket"
    for key in "${changed[@]}"; do
        progress "Uploading $key to $bucket"
        upload_page "$bucket" "$key"
        cached_paths paths "$key"
    done
    progress ""
    forget_cached "${paths[@]}"
    ask reply "ending the upload" s3api delete-object --bucket "$bucket" --key "$unfinished"
    say "$(paint green "${#changed[@]} files of the pages were uploaded.") New pages are served within a minute."
}

# The pages before the last upload are kept below previous/, which CloudFront's function does not serve.
unfinished=previous/unfinished # is there while an upload has not ended: the pages are a mixture then, and not kept

keep_release() { # BUCKET
    local reply
    [[ -z ${stored[$unfinished]:-} ]] || return 0
    ask reply "keeping the pages before" s3 sync "s3://$1" "s3://$1/previous" --delete --exclude 'previous/*' --quiet
    ask reply "beginning the upload" s3api put-object --bucket "$1" --key "$unfinished"
}

rollback_site() { # turns the pages back to those before the last upload
    local bucket=${output_of[SiteBucketName]:-} reply
    [[ -n $bucket ]] || die 1 "the stack ${option[--stack]} hosts no pages: --param Site=true does"
    if ! try reply s3api head-object --bucket "$bucket" --key previous/index.html; then
        [[ $reply == *"404"* ]] || die 1 "looking for the earlier pages in $bucket failed: $(explained "$reply")"
        die 1 "there are no earlier pages in $bucket, so nothing was done: each deploy that changes pages keeps those before"
    fi
    confirm "Turn the pages in $where back to those before the last upload?"
    ask reply "turning the files back" s3 cp --recursive --quiet "s3://$bucket/previous" "s3://$bucket" --exclude unfinished --exclude '*.html'
    ask reply "turning the pages back" s3 cp --recursive --quiet "s3://$bucket/previous" "s3://$bucket" --exclude '*' --include '*.html'
    forget_cached '/*'
    if given --json; then
        jq -n --arg stack "${option[--stack]}" --arg url "${output_of[SiteUrl]}" '{stack: $stack, site: $url}'
    else
        say "$(paint green "The pages are those before the last upload.") The next deploy uploads those of this repository again."
    fi
}

site_files() { # prints the files: first what pages load, then the pages
    (cd "$site" && find . -type f ! -name '*.md' ! -name '*.html' && find . -type f -name '*.html') | cut -c 3-
}

upload_page() { # BUCKET KEY
    local type reply status=()
    case $2 in
        *.html) type="text/html; charset=utf-8" ;;
        *.css) type="text/css; charset=utf-8" ;;
        *.js) type="text/javascript; charset=utf-8" ;;
        *.json) type="application/json" ;;
        *.svg) type="image/svg+xml" ;;
        *.txt) type="text/plain; charset=utf-8" ;;
        *) die 1 "$site/$2: upload_page does not know the type of such a file" ;;
    esac
    [[ $2 != 404.html ]] || status=(--metadata status=404) # CloudFront's function makes it the response's status
    # Browsers ask again each time, CloudFront keeps the file until a deploy says that it changed.
    ask reply "uploading $2 to $1" s3api put-object --bucket "$1" --key "$2" --body "$site/$2" --content-type "$type" \
        --cache-control "public, max-age=0, s-maxage=31536000, must-revalidate" "${status[@]}"
}

cached_paths() { # INTO KEY: adds the addresses at which CloudFront may have the file
    local -n _paths=$1
    _paths+=("/$2")
    case $2 in
        index.html) _paths+=(/) ;;
        school.html) _paths+=("/schools/*") ;;
        *.html) _paths+=("/${2%.html}") ;;
    esac
}

forget_cached() { # PATH…
    local reply
    ask reply "taking the earlier pages from CloudFront's cache (run this again)" cloudfront create-invalidation \
        --distribution-id "${output_of[SiteDistributionId]}" --paths "$@"
}
